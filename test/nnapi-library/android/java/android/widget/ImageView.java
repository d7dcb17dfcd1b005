/** A part of Android that the example app needs, for compiling without it. */
package android.widget;

import android.content.Context;
import android.graphics.Bitmap;
import android.view.View;

public class ImageView extends View {
    public ImageView(Context context) {}
    public void setAdjustViewBounds(boolean adjustViewBounds) {}
    public void setImageBitmap(Bitmap bitmap) {}
}
