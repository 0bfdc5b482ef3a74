package dev.switchboard.system;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.openqa.selenium.OutputType;

/** Reads QR codes as the camera of a phone does: from what a screen shows. */
final class QrCodes {
  /** No camera is held straight for long: of 400 codes, ZXing can't read one that is. Degrees. */
  private static final double[] ANGLES = {0, 5, -5};

  private QrCodes() {}

  /** The text of the one QR code that a browser shows. */
  static String read(Browser browser) {
    return Wait.value(
        "a QR code that can be read",
        Browser.PATIENCE,
        () -> {
          byte[] png = browser.driver.getScreenshotAs(OutputType.BYTES);
          return read(ImageIO.read(new ByteArrayInputStream(png))).orElse(null);
        });
  }

  private static Optional<String> read(BufferedImage screen) {
    for (double angle : ANGLES) {
      try {
        return Optional.of(decode(turned(screen, angle)));
      } catch (ReaderException e) {
        // From another angle.
      }
    }
    return Optional.empty();
  }

  private static String decode(BufferedImage image) throws ReaderException {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    RGBLuminanceSource light = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
  }

  private static BufferedImage turned(BufferedImage image, double angle) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.rotate(Math.toRadians(angle), width / 2.0, height / 2.0);
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return result;
  }
}
