/** The forms of GELU by their names in MIL. */

import { GELU_FORMS } from '../../../ir/gelu-forms.ts';
import type { AttributeReader } from '../../attributes.ts';
import type { GeluMode } from './arithmetic.ts';

const MODES = {
  none: 'EXACT',
  tanh: 'TANH_APPROXIMATION',
  sigmoid: 'SIGMOID_APPROXIMATION',
} as const;

export function geluMode(attributes: AttributeReader): GeluMode {
  return MODES[attributes.oneOf('approximate', GELU_FORMS)];
}
