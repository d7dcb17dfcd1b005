/** A part of Android that the example app needs, for compiling without it. */
package android.view;

public abstract class ViewGroup extends View {
    public void addView(View child) {}
}
