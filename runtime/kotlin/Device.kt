/** The devices that NNAPI offers on this phone. */
package snapc.runtime

/**
 * @property type `gpu`, `accelerator`, `cpu`, `other` or `unknown`
 * @property featureLevel 29 to 31 are the levels 3 to 5; 1000006 and up are the levels 6 and up
 */
class Device(val name: String, val type: String, val version: String, val featureLevel: Long) {
    /** NNAPI's own slow CPU implementation. */
    val isReference: Boolean
        get() = name == "nnapi-reference"

    companion object {
        @JvmStatic
        fun all(): List<Device> = NativeModel.devices()
            .map { String(it, Charsets.UTF_8) }
            .chunked(4)
            .map { (name, type, version, level) -> Device(name, type, version, level.toLong()) }
    }
}
