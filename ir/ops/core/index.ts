/** The core ops by name; kept in step with this folder by `npm run generate`. */

import { abs } from './abs.ts';
import { add } from './add.ts';
import { cast } from './cast.ts';
import { ceil } from './ceil.ts';
import { cos } from './cos.ts';
import { div } from './div.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { floor } from './floor.ts';
import { is_inf } from './is-inf.ts';
import { is_nan } from './is-nan.ts';
import { less } from './less.ts';
import { less_or_equal } from './less-or-equal.ts';
import { log } from './log.ts';
import { logical_and } from './logical-and.ts';
import { logical_not } from './logical-not.ts';
import { logical_or } from './logical-or.ts';
import { logical_xor } from './logical-xor.ts';
import { matmul } from './matmul.ts';
import { max } from './max.ts';
import { min } from './min.ts';
import { mod } from './mod.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pow } from './pow.ts';
import { reshape } from './reshape.ts';
import { round } from './round.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { sin } from './sin.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { tanh } from './tanh.ts';
import { where } from './where.ts';

export const coreOps = {
  abs,
  add,
  cast,
  ceil,
  cos,
  div,
  equal,
  erf,
  exp,
  floor,
  is_inf,
  is_nan,
  less,
  less_or_equal,
  log,
  logical_and,
  logical_not,
  logical_or,
  logical_xor,
  matmul,
  max,
  min,
  mod,
  mul,
  neg,
  pow,
  reshape,
  round,
  sigmoid,
  sign,
  sin,
  sqrt,
  sub,
  tanh,
  where,
};
