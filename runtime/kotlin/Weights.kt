/** Where the weights of a model are. */
package snapc.runtime

import java.io.File

/**
 * A pool within an open file, as of a `ParcelFileDescriptor` or an uncompressed asset.
 *
 * @property offset a multiple of the page size; 65536 serves every phone
 */
class WeightDescriptor @JvmOverloads constructor(val fd: Int, val offset: Long = 0)

class Weights private constructor(internal val folder: String, internal val descriptors: LongArray) {
    companion object {
        /** The folder that holds weights_0.bin and the pools after it. */
        @JvmStatic
        fun inFolder(folder: File): Weights = Weights(folder.absolutePath, LongArray(0))

        /** One for each pool, in order. They stay the caller's, who may close them after the load. */
        @JvmStatic
        fun fromDescriptors(descriptors: List<WeightDescriptor>): Weights =
            Weights("", descriptors.flatMap { listOf(it.fd.toLong(), it.offset) }.toLongArray())
    }
}
