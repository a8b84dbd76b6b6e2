export { type FileKnowledgeOptions, type KnowledgeBasePaths, openFileKnowledge } from './file-knowledge.js';
export { type FilesRead, type KnowledgeFolders, readKnowledgeFiles } from './read-files.js';
