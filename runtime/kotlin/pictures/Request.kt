/** What a picture is asked for with, and what is told on the way to it. */
package snapc.runtime

import java.nio.FloatBuffer

/** `FAST` maps latents to colours, one pixel for each; `DECODED` runs the decoder at each step. */
enum class Preview { NONE, FAST, DECODED }

/** `PHILOX` gives the same bits in every language; `TORCH` draws what torch.randn does with the seed on a CPU. */
enum class RandomNumbers { PHILOX, TORCH }

/** `SPARE` has one model in memory at a time: it is read again whenever it is used. */
enum class MemoryMode { KEEP, SPARE }

enum class PartName { TEXT_ENCODER, UNET, DECODER, ENCODER }

/** Is called on the thread that loads; `total` is 0 where there is nothing to count. */
typealias PartProgress = (part: PartName, phase: LoadPhase, done: Long, total: Long) -> Unit

/**
 * @property step from 1 to `steps`
 * @property latents channels x height x width; valid during the call
 * @property preview where one was asked for
 */
class StepReport internal constructor(
    val step: Int,
    val steps: Int,
    val latents: FloatBuffer,
    val milliseconds: Double,
    val preview: Picture?
)

/**
 * @property negativePrompt what the picture should not show; counts where guidance is not 1
 * @property guidance how much the prompt counts; 1 takes the model's word for it
 * @property seed from 0 to 2^53 - 1; drawn where there is none, and told with the picture
 * @property width of the picture in pixels; with [height] one of the pipeline's sizes. Where neither is said it is that of
 * the image, or the first
 * @property image a picture to begin with, of the same size
 * @property strength how much of that picture is drawn anew, from 0 to 1
 * @property onStep is called after each step on the thread that draws; what it throws ends the drawing
 */
class Request @JvmOverloads constructor(
    val prompt: String,
    val negativePrompt: String = "",
    val steps: Int? = null,
    val guidance: Double? = null,
    val seed: Long? = null,
    val width: Int? = null,
    val height: Int? = null,
    val image: Picture? = null,
    val strength: Double = 0.8,
    val preview: Preview = Preview.NONE,
    val random: RandomNumbers = RandomNumbers.PHILOX,
    val onStep: ((StepReport) -> Unit)? = null
)
