/** Texts as the native library takes them. */
package snapc.runtime

import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

/** A surrogate alone becomes U+FFFD, as on the web; Java's own choice is a question mark. */
internal fun utf8Of(text: String): ByteArray {
    val encoded = Charsets.UTF_8.newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .replaceWith("\uFFFD".toByteArray())
        .encode(CharBuffer.wrap(text))
    return ByteArray(encoded.remaining()).also { encoded.get(it) }
}
