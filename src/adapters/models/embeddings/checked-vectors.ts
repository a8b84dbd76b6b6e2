/**
 * Takes only vectors that can be compared with each other: one for each text, of numbers, all of the size that was
 * asked for or that the first one had.
 * @throws what `failed` makes of the reason.
 */
export const checkedVectors = (
  dimensions: number | undefined,
  failed: (why: string) => Error,
): ((vectors: readonly unknown[], texts: number) => Float32Array[]) => {
  let size = dimensions ?? null;
  return (vectors, texts) => {
    if (vectors.length !== texts) throw failed(`gave ${vectors.length} vectors for ${texts} texts`);
    return vectors.map((vector) => {
      if (!isNumbers(vector)) throw failed('gave a vector that is empty or holds other things than numbers');
      size ??= vector.length;
      if (vector.length !== size) throw failed(otherSize(vector.length, size, dimensions !== undefined));
      const taken = Float32Array.from(vector);
      if (!taken.every(Number.isFinite))
        throw failed('gave a vector with a number that is none, or too large');
      return taken;
    });
  };
};

const isNumbers = (vector: unknown): vector is number[] =>
  Array.isArray(vector) && vector.length > 0 && vector.every((value) => typeof value === 'number');

const otherSize = (got: number, size: number, isSet: boolean): string =>
  isSet
    ? `gave a vector of ${got} numbers although "dimensions" is ${size}: set it to ${got}, or leave it out`
    : `gave a vector of ${got} numbers after others of ${size}: one "model" must answer all the time; restart Plumbline when another one is meant`;
