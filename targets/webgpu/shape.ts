/** Known shapes, as all targets read them. */

export { staticShapeOf, staticTypeOf } from '../shape.ts';
