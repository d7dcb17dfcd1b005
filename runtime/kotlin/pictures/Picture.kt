/** Pictures: red, green, blue and opacity of each pixel. */
package snapc.runtime

import java.nio.ByteBuffer

/**
 * @property pixels four bytes for each pixel, row by row, in a direct buffer: what `Bitmap.copyPixelsFromBuffer` takes
 * for `ARGB_8888`
 */
open class Picture(val width: Int, val height: Int, val pixels: ByteBuffer)

/** In pixels. */
class PictureSize(val width: Int, val height: Int)

/** Of the text encoder, each step, and the decoder. */
class Milliseconds internal constructor(val text: Double, val steps: List<Double>, val decoder: Double)

/**
 * @property seed what was given, or drawn
 * @property droppedTokens how many tokens of the prompt the text encoder could not take
 */
class Generated internal constructor(
    width: Int,
    height: Int,
    pixels: ByteBuffer,
    val seed: Long,
    val steps: Int,
    val guidance: Double,
    val droppedTokens: Int,
    val milliseconds: Milliseconds
) : Picture(width, height, pixels)
