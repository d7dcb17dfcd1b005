/** How a model is loaded and run. */
package snapc.runtime

import java.io.File

enum class Preference(internal val code: Int) { LOW_POWER(0), FAST_SINGLE_ANSWER(1), SUSTAINED_SPEED(2) }

enum class Priority(internal val code: Int) { LOW(90), MEDIUM(100), HIGH(110) }

/** What to do when NNAPI would compute on its slow CPU reference; only REFUSE keeps it from that when a driver fails. */
enum class Fallback { REFUSE, WARN, ALLOW }

enum class LoadPhase { VERIFYING, BUILDING, COMPILING }

/** Is called on the loading thread; `total` is 0 where there is nothing to count. */
typealias Progress = (phase: LoadPhase, done: Long, total: Long) -> Unit

/**
 * @property devices names as [Device.name]; NNAPI chooses among all when empty
 * @property cacheFolder a folder of the app's own, as `Context.codeCacheDir`; no caching when null
 * @property verifyWeights whether the SHA-256 of the weights is compared, which takes seconds for a gigabyte
 * @property shareWeights copies the weights into shared memory, for drivers that may not map the app's files
 * @property compilationTimeoutMillis none when 0; needs exactly one device and Android 11
 * @property executionTimeoutMillis the same for each run
 * @property onWarning gets each warning on the loading thread; without it they go to the system's log
 */
class Options(
    val devices: List<String> = emptyList(),
    val fallback: Fallback = Fallback.WARN,
    val preference: Preference = Preference.SUSTAINED_SPEED,
    val priority: Priority = Priority.MEDIUM,
    val cacheFolder: File? = null,
    val verifyWeights: Boolean = true,
    val shareWeights: Boolean = false,
    val compilationTimeoutMillis: Long = 0,
    val executionTimeoutMillis: Long = 0,
    val onWarning: ((String) -> Unit)? = null
) {
    internal fun nativeDevices(): Array<ByteArray> = devices.map { it.toByteArray() }.toTypedArray()

    internal fun nativeCacheFolder(): ByteArray = (cacheFolder?.path ?: "").toByteArray()

    internal fun nativeChoices(): IntArray = intArrayOf(
        fallback.ordinal,
        preference.code,
        priority.code,
        if (verifyWeights) 1 else 0,
        if (shareWeights) 1 else 0
    )

    internal fun nativeTimeouts(): LongArray = longArrayOf(compilationTimeoutMillis, executionTimeoutMillis)
}
