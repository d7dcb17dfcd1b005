/** What there is to show. */
package snapc.example

sealed class PaintingState {
    object Idle : PaintingState()

    /** A sentence for people, and how much is done, from 0 to 1. */
    class Working(val what: String, val done: Double) : PaintingState()

    /** Opaque colours as `Bitmap` takes them, row by row. */
    class Picture(val size: Int, val colors: IntArray) : PaintingState()

    /** What went wrong, for people. */
    class Failed(val message: String) : PaintingState()
}
