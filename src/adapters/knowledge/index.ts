export { type FileKnowledgeOptions, type KnowledgeBasePaths, openFileKnowledge } from './file-knowledge.js';
export { proposalFiles } from './proposal-files.js';
export { type FilesRead, type KnowledgeFolders, readKnowledgeFiles } from './read-files.js';
