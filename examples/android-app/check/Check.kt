/** Paints on a JVM: `Check.kt WEIGHTS LATENTS PICTURE` writes what it painted from, and the picture. */
package snapc.example

import java.io.File
import java.nio.ByteBuffer
import snapc.vaedecoder.Inputs
import snapc.vaedecoder.Options

private const val SEED = 7L

fun main(arguments: Array<String>) {
    val (weights, latents, picture) = arguments.map { File(it) }
    val states = ArrayList<PaintingState>()
    Painter({ weights }, Options()) { states.add(it) }.use { painter ->
        painter.paint(SEED).get()
        val progress = states.filterIsInstance<PaintingState.Working>().map { it.done }
        check(progress.size >= 5 && progress == progress.sorted()) { "progress goes on: $progress" }
        val painted = states.last() as? PaintingState.Picture ?: throw AssertionError("${states.last()}")
        check(painted.size * painted.size == painted.colors.size)
        val colors = ByteBuffer.allocate(4 * painted.colors.size)
        painted.colors.forEach { colors.putInt(it) }
        picture.writeBytes(colors.array())
    }
    val noise = Inputs().latent_sample
    Painter.fillWithNoise(noise, SEED)
    val bytes = ByteArray(noise.capacity())
    noise.get(bytes)
    latents.writeBytes(bytes)

    Painter({ File("nowhere") }, Options()) { states.add(it) }.use { it.paint(SEED).get() }
    val failed = states.last() as? PaintingState.Failed ?: throw AssertionError("${states.last()}")
    check("cannot be opened" in failed.message)
}
