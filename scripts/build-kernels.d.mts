/** The text of kernels-wasm.ts as its source gives it. */
export declare const kernelsText: () => Promise<string>;
