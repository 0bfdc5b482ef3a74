package dev.switchboard.media.rtp;

import java.util.Arrays;

/**
 * The template structure of a dependency descriptor (AV1 RTP specification, section A.8.2): the
 * kinds of frames that follow, each with its layer, the decode targets that it is present in and
 * the distances to the frames that it refers to. Filled again when another structure comes.
 *
 * <pre>
 *  | template id offset (6) | decode targets - 1 (5) |
 *  per template: | next layer (2) |       0: the same, 1: next temporal, 2: next spatial, 3: no more
 *  per template, per target: | indication (2) |
 *  per template: |1| difference - 1 (4) | ... |0|
 *  | chains, ns(targets + 1) |            and if there are any:
 *     per target: | chain, ns(chains) |   per template, per chain: | difference (4) |
 *  |R|                                    and if R, per spatial layer:
 *     | width - 1 (16) | height - 1 (16) |
 * </pre>
 */
final class DependencyTemplates {
  private static final int MAX_TEMPLATES = 64;
  private static final int MAX_TARGETS = 32;
  private static final int MAX_SPATIAL = 3;
  private static final int MAX_TEMPORAL = 7;
  private static final int NOT_PRESENT = 0;

  private final byte[] spatialIds = new byte[MAX_TEMPLATES];
  private final byte[] temporalIds = new byte[MAX_TEMPLATES];
  private final byte[] differences = new byte[MAX_TEMPLATES];

  /** The highest spatial layer of the templates that are present in a target. */
  private final byte[] targetSpatialIds = new byte[MAX_TARGETS];

  private int offset;
  private int templates;
  private int targets;

  /** Reads a structure; false if it is malformed, which leaves this undefined. */
  boolean read(BitReader bits) {
    offset = bits.read(6);
    targets = bits.read(5) + 1;
    if (!readLayers(bits)) {
      return false;
    }
    Arrays.fill(targetSpatialIds, (byte) 0);
    for (int template = 0; template < templates; template++) {
      for (int target = 0; target < targets; target++) {
        if (bits.read(2) != NOT_PRESENT) {
          targetSpatialIds[target] = spatialIds[template];
        }
      }
    }
    for (int template = 0; template < templates; template++) {
      int largest = 0;
      while (bits.flag() && !bits.isOverrun()) {
        largest = Math.max(largest, bits.read(4) + 1);
      }
      differences[template] = (byte) largest;
    }
    skipChains(bits);
    if (bits.flag()) {
      bits.skip(32 * (spatialIds[templates - 1] + 1));
    }
    return !bits.isOverrun();
  }

  private boolean readLayers(BitReader bits) {
    int spatialId = 0;
    int temporalId = 0;
    templates = 0;
    int next;
    do {
      if (templates == MAX_TEMPLATES || spatialId > MAX_SPATIAL || temporalId > MAX_TEMPORAL) {
        return false;
      }
      spatialIds[templates] = (byte) spatialId;
      temporalIds[templates] = (byte) temporalId;
      templates++;
      next = bits.read(2);
      spatialId += next == 2 ? 1 : 0;
      temporalId = next == 2 ? 0 : temporalId + (next == 1 ? 1 : 0);
    } while (next != 3);
    return true;
  }

  private void skipChains(BitReader bits) {
    int chains = bits.readBelow(targets + 1);
    if (chains > 0) {
      for (int target = 0; target < targets; target++) {
        bits.readBelow(chains);
      }
      bits.skip(4 * templates * chains);
    }
  }

  /** Where the template of this id stands, or -1. */
  int index(int templateId) {
    int index = templateId - offset & MAX_TEMPLATES - 1;
    return index < templates ? index : -1;
  }

  int targets() {
    return targets;
  }

  /** A bit for each target, the first the least significant. */
  long allTargets() {
    return (1L << targets) - 1;
  }

  int spatialId(int template) {
    return spatialIds[template];
  }

  int temporalId(int template) {
    return temporalIds[template];
  }

  /** The largest distance to a frame that it refers to, 1 to 16; 0 if it refers to none. */
  int largestDifference(int template) {
    return differences[template];
  }

  /** The spatial layers up to the highest of the active targets. */
  int spatialLayers(long active) {
    int highest = 0;
    for (int target = 0; target < targets; target++) {
      if ((active >>> target & 1) != 0) {
        highest = Math.max(highest, targetSpatialIds[target]);
      }
    }
    return highest + 1;
  }
}
