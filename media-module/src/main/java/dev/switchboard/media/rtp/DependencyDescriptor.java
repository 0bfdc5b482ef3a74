package dev.switchboard.media.rtp;

import org.jspecify.annotations.Nullable;

/**
 * A view of the dependency descriptor, a header extension that tells the layer of a frame and what
 * it refers to (AV1 RTP specification, appendix A), used again for the next packet of its stream.
 *
 * <pre>
 *  |S|E| template  |        frame number           |   S/E: first/last packet of the frame
 *  |T|A|D|F|C|                                         if more than 3 octets:
 *     T: template structure follows, A: active decode targets, D: own decode target indications
 *     (skipped), F: own frame differences, C: own chains (which come last and are not read)
 * </pre>
 *
 * A template structure comes with a key frame and serves the frames after it; see {@link
 * DependencyTemplates}.
 */
public final class DependencyDescriptor {
  private final BitReader bits = new BitReader();

  /** Made when the first structure comes, since most streams have none. */
  private @Nullable DependencyTemplates templates;

  private @Nullable DependencyTemplates spare;

  private long activeTargets;
  private boolean startOfFrame;
  private boolean endOfFrame;
  private int frameNumber;
  private int template;
  private int largestDifference;

  private long pictureTimestamp = -1;
  private int pictureFirst;

  /** Forgets the structure. */
  void clear() {
    if (templates != null) {
      spare = templates;
      templates = null;
    }
    pictureTimestamp = -1;
  }

  /**
   * Reads an element of {@code length} octets. Anything but {@link DropReason#NONE} leaves the
   * structure as it was and the rest undefined: {@link DropReason#PAYLOAD_DESCRIPTOR} if it is
   * malformed, {@link DropReason#LAYER_UNKNOWN} if the structure that it refers to has not come.
   *
   * @param timestamp of the packet, by which frames of one picture are told
   */
  public DropReason read(byte[] buffer, int at, int length, long timestamp) {
    bits.begin(buffer, at, length);
    startOfFrame = bits.flag();
    endOfFrame = bits.flag();
    int templateId = bits.read(6);
    frameNumber = bits.read(16);
    if (bits.isOverrun()) {
      return DropReason.PAYLOAD_DESCRIPTOR;
    }
    boolean extended = length > 3;
    boolean newTemplates = extended && bits.flag();
    boolean newTargets = extended && bits.flag();
    boolean ownIndications = extended && bits.flag();
    boolean ownDifferences = extended && bits.flag();
    bits.read(extended ? 1 : 0);
    DependencyTemplates read = newTemplates ? readTemplates() : templates;
    if (read == null) {
      return newTemplates ? DropReason.PAYLOAD_DESCRIPTOR : DropReason.LAYER_UNKNOWN;
    }
    long targets = newTemplates ? read.allTargets() : activeTargets;
    targets = newTargets ? bits.readLong(read.targets()) : targets;
    template = read.index(templateId);
    if (template < 0) {
      return newTemplates ? DropReason.PAYLOAD_DESCRIPTOR : DropReason.LAYER_UNKNOWN;
    }
    bits.skip(ownIndications ? 2 * read.targets() : 0);
    largestDifference = ownDifferences ? readDifferences() : read.largestDifference(template);
    if (bits.isOverrun()) {
      return DropReason.PAYLOAD_DESCRIPTOR;
    }
    if (read != templates) {
      spare = templates;
      templates = read;
    }
    activeTargets = targets;
    notePicture(timestamp);
    return DropReason.NONE;
  }

  private @Nullable DependencyTemplates readTemplates() {
    DependencyTemplates next = spare == null ? new DependencyTemplates() : spare;
    spare = next;
    return next.read(bits) ? next : null;
  }

  /** {@code frame_fdiffs()}: the largest of the distances to frames that this one refers to. */
  private int readDifferences() {
    int largest = 0;
    int nibbles = bits.read(2);
    while (nibbles > 0 && !bits.isOverrun()) {
      largest = Math.max(largest, bits.read(4 * nibbles) + 1);
      nibbles = bits.read(2);
    }
    return largest;
  }

  private void notePicture(long timestamp) {
    if (timestamp != pictureTimestamp) {
      pictureTimestamp = timestamp;
      pictureFirst = frameNumber;
    } else if ((frameNumber - pictureFirst & 0xffff) >= 0x8000) {
      pictureFirst = frameNumber;
    }
  }

  /** Whether this is the first packet of the frame. */
  public boolean startOfFrame() {
    return startOfFrame;
  }

  /** Whether this is the last packet of the frame. */
  public boolean endOfFrame() {
    return endOfFrame;
  }

  /** 0 to 65535, one more for each frame of any layer. */
  public int frameNumber() {
    return frameNumber;
  }

  /** 0 to 3. */
  public int spatialId() {
    return known().spatialId(template);
  }

  /** 0 to 7. */
  public int temporalId() {
    return known().temporalId(template);
  }

  /** Spatial layers that the sender has not switched off, at least 1. */
  public int spatialLayers() {
    return known().spatialLayers(activeTargets);
  }

  /** Whether the frame refers to no other. */
  public boolean isIndependent() {
    return largestDifference == 0;
  }

  /**
   * Whether all frames that this one refers to are lower layers of its picture. That is known from
   * frame numbers, so it is false if a lower layer of the picture has not come.
   */
  public boolean refersToItsPictureOnly() {
    return largestDifference <= (frameNumber - pictureFirst & 0xffff);
  }

  private DependencyTemplates known() {
    DependencyTemplates structure = templates;
    if (structure == null) {
      throw new IllegalStateException("Nothing was read");
    }
    return structure;
  }
}
