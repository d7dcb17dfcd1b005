/** A function's operations as steps that stay whole when it is cut: each with its constants, what it reads and weighs. */

import { isInFile, storedBytes } from '../package/literal.ts';
import { isConstexpr, literalsIn, membersOf } from '../package/literals-of.ts';
import type { MilFunction, MilOperation, MilValue, Opset } from '../syntax.ts';
import { isLiteral } from '../terms.ts';

/** An operation with the constexpr operations that only it may read: their results are constants, not values. */
export interface Step {
  readonly operation: MilOperation;
  readonly constants: readonly MilOperation[];
  readonly reads: readonly MilValue[];
  readonly weightBytes: number;
}

export function stepsOf({ operations }: MilFunction, opset: Opset): readonly Step[] {
  const makers = new Map<MilValue, MilOperation>();
  const steps: Step[] = [];
  for (const operation of operations) {
    if (isConstexpr(operation)) {
      for (const output of operation.outputs) makers.set(output, operation);
      continue;
    }
    const constants = new Set<MilOperation>();
    const reads = new Set<MilValue>();
    const visit = (reader: MilOperation): void => {
      for (const value of valuesRead(reader)) {
        const maker = makers.get(value);
        if (maker === undefined) reads.add(value);
        else {
          visit(maker);
          constants.add(maker);
        }
      }
    };
    visit(operation);
    const own = [...constants, operation];
    steps.push({
      operation,
      constants: [...constants],
      reads: [...reads],
      weightBytes: weightBytes(own, opset),
    });
  }
  return steps;
}

function valuesRead({ inputs }: MilOperation): readonly MilValue[] {
  return Object.values(inputs).flatMap((argument) =>
    membersOf(argument).filter((member) => !isLiteral(member)),
  );
}

function weightBytes(operations: readonly MilOperation[], opset: Opset): number {
  return (
    [...literalsIn(operations)]
      .filter((literal) => isInFile(literal, opset))
      // Each blob is aligned and has 64 bytes of metadata.
      .reduce((sum, literal) => sum + storedBytes(literal) + 128, 0)
  );
}
