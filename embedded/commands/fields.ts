import { StoreError } from '../errors.js';
import { type Document, isDocument, isNumeric, toNumber, truthy, typeName, type Value } from '../values/value.js';

/** Reads a command's options with MongoDB's type errors. */
export class Fields {
  constructor(
    private readonly command: string,
    private readonly body: Document,
  ) {}

  value(name: string): Value | undefined {
    return this.body.get(name);
  }

  text(name: string): string {
    const value = this.body.get(name);
    if (typeof value !== 'string') throw this.wrong(name, value, 'string');
    return value;
  }

  /** A document; missing and null are undefined. */
  document(name: string): Document | undefined {
    const value = this.body.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isDocument(value)) throw this.wrong(name, value, 'object');
    return value;
  }

  list(name: string): Value[] | undefined {
    const value = this.body.get(name);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) throw this.wrong(name, value, 'array');
    return value;
  }

  /** A whole number that is not negative; missing and null are undefined. */
  count(name: string): number | undefined {
    const number = this.integer(name);
    if (number !== undefined && number < 0) {
      throw new StoreError(
        'BadValue',
        `BSON field '${this.command}.${name}' value must be >= 0, actual value '${number}'`,
      );
    }
    return number;
  }

  integer(name: string): number | undefined {
    const value = this.body.get(name);
    if (value === undefined || value === null) return undefined;
    if (!isNumeric(value)) throw this.wrong(name, value, 'number');
    const number = Math.trunc(toNumber(value));
    if (!Number.isSafeInteger(number)) throw new StoreError('BadValue', `'${this.command}.${name}' is not an integer`);
    return number;
  }

  flag(name: string): boolean {
    const value = this.body.get(name);
    if (value !== undefined && value !== null && typeof value !== 'boolean' && !isNumeric(value)) {
      throw this.wrong(name, value, 'bool');
    }
    return truthy(value);
  }

  private wrong(name: string, value: Value | undefined, wanted: string): StoreError {
    if (value === undefined)
      return new StoreError('FailedToParse', `BSON field '${this.command}.${name}' is missing but a required field`);
    return new StoreError(
      'TypeMismatch',
      `BSON field '${this.command}.${name}' is the wrong type '${typeName(value)}', expected type '${wanted}'`,
    );
  }
}
