import { type Input, type Output, output } from "@pulumi/pulumi";

/** A value with every output in it replaced by what it came to be. */
export const known = <T>(value: T): Promise<unknown> =>
  (output(value as Input<unknown>) as Output<unknown> & { promise(): Promise<unknown> }).promise();
