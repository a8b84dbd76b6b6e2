export { DTYPE_ENDINGS, type Dtype } from './choose-files.js';
export { findOnnxFile, type OnnxFile } from './find-onnx-file.js';
export { type Hub, type HubOptions, modelHub } from './hub.js';
export {
  alteredFiles,
  checkPulledFiles,
  MANIFEST_FILE,
  type ModelManifest,
  readManifest,
} from './model-manifest.js';
export { type PulledModel, type PullOptions, pullModel } from './pull-model.js';
