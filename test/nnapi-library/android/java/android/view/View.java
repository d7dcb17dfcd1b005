/** A part of Android that the example app needs, for compiling without it. */
package android.view;

public class View {
    public interface OnClickListener {
        void onClick(View v);
    }
    public void setOnClickListener(OnClickListener listener) {}
}
