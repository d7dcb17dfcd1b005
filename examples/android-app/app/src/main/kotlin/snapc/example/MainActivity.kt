/** The screen: a picture, how far it is, and a button. */
package snapc.example

import android.app.Activity
import android.graphics.Bitmap
import android.os.Bundle
import android.widget.Button
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ProgressBar
import android.widget.TextView
import java.io.File
import snapc.vaedecoder.Options

private const val STEPS = 100

class MainActivity : Activity() {
    private lateinit var painter: Painter
    private lateinit var picture: ImageView
    private lateinit var progress: ProgressBar
    private lateinit var message: TextView
    private var seed = 0L

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        picture = ImageView(this)
        picture.setAdjustViewBounds(true)
        progress = ProgressBar(this, null, android.R.attr.progressBarStyleHorizontal)
        progress.max = STEPS
        message = TextView(this)
        val button = Button(this)
        button.text = "Paint"
        button.setOnClickListener { painter.paint(seed++) }
        val column = LinearLayout(this)
        column.orientation = LinearLayout.VERTICAL
        for (view in listOf(button, progress, message, picture)) column.addView(view)
        setContentView(column)
        val options = Options(cacheFolder = codeCacheDir, onWarning = { warning -> runOnUiThread { message.text = warning } })
        painter = Painter({ unpackedWeights() }, options) { state -> runOnUiThread { show(state) } }
    }

    override fun onDestroy() {
        painter.close()
        super.onDestroy()
    }

    private fun show(state: PaintingState) {
        when (state) {
            is PaintingState.Idle -> progress.progress = 0
            is PaintingState.Working -> {
                message.text = state.what
                progress.progress = (STEPS * state.done).toInt()
            }
            is PaintingState.Picture -> {
                message.text = ""
                progress.progress = STEPS
                val colors = state.colors
                val bitmap = Bitmap.createBitmap(colors, state.size, state.size, Bitmap.Config.ARGB_8888)
                picture.setImageBitmap(bitmap)
            }
            is PaintingState.Failed -> message.text = state.message
        }
    }

    /** NNAPI maps the weights from files, which assets of an app are not. */
    private fun unpackedWeights(): File {
        val folder = File(filesDir, "weights")
        folder.mkdirs()
        for (name in assets.list("weights") ?: emptyArray()) {
            val file = File(folder, name)
            if (file.exists()) continue
            // Renamed when it is whole.
            val part = File(folder, "$name.part")
            assets.open("weights/$name").use { from -> part.outputStream().use { from.copyTo(it) } }
            part.renameTo(file)
        }
        return folder
    }
}
