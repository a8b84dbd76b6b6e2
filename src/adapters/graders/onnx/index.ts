export { type OnnxGrader, type OnnxGraderOptions, onnxGrader } from './onnx-grader.js';
