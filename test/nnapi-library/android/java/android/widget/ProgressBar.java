/** A part of Android that the example app needs, for compiling without it. */
package android.widget;

import android.content.Context;
import android.util.AttributeSet;
import android.view.View;

public class ProgressBar extends View {
    public ProgressBar(Context context, AttributeSet attributes, int style) {}
    public int getMax() { return 0; }
    public void setMax(int max) {}
    public int getProgress() { return 0; }
    public void setProgress(int progress) {}
}
