package dev.switchboard.media.rtp;

/**
 * What forwarding needs to know of the frame that a packet is a part of, the same for every codec:
 * {@link MediaFormat#layers} fills it. One of these belongs to each received stream, since a
 * structure that came with a key frame tells the layers of the packets after it.
 *
 * <p>To forward the spatial layers up to {@code chosen}: begin with a packet that has {@link
 * #keyFrame}, with {@code current = chosen}, since all layers of a key picture begin there; keep
 * the packets with {@code spatialId() <= current}; set the RTP marker in a packet that has {@link
 * #endOfFrame} and {@code spatialId() == current}, whatever the sender set. Switch down at any
 * {@link #startOfFrame} of layer 0. Switch up at a {@link #keyFrame}, or one layer at a {@link
 * #switchingPoint} of layer {@code current + 1}. A sender that has fewer layers than are chosen
 * sets the marker by itself at the end of its highest.
 *
 * <p>In codecs without layers, or streams that don't use them, everything is layer 0 and {@link
 * #endOfFrame} is the sender's marker.
 */
public final class FrameLayers {
  private final Vp8Descriptor vp8 = new Vp8Descriptor();
  private final Vp9Descriptor vp9 = new Vp9Descriptor();
  private final DependencyDescriptor dependencies = new DependencyDescriptor();

  private int spatialId;
  private int temporalId;
  private boolean startOfFrame;
  private boolean endOfFrame;
  private boolean keyFrame;
  private boolean switchingPoint;
  private int spatialLayers;

  /** Another stream begins: what is known about the layers of the old one is forgotten. */
  public void clear() {
    spatialLayers = 0;
    dependencies.clear();
  }

  /** 0 (smallest picture) to 7. */
  public int spatialId() {
    return spatialId;
  }

  /** 0 (lowest frame rate) to 7. */
  public int temporalId() {
    return temporalId;
  }

  /** Whether this is the first packet of its spatial layer's frame; in H.264, of a NAL unit. */
  public boolean startOfFrame() {
    return startOfFrame;
  }

  /** Whether this is the last packet of its spatial layer's frame. */
  public boolean endOfFrame() {
    return endOfFrame;
  }

  /**
   * Whether a decoder can begin with this packet: the first of a key frame in layer 0, or what
   * comes before it (parameter sets). Always true for audio with content.
   */
  public boolean keyFrame() {
    return keyFrame;
  }

  /**
   * Whether a receiver that has the lower spatial layers of this picture can begin with this layer
   * here: the first packet of a frame that refers to nothing but them.
   */
  public boolean switchingPoint() {
    return switchingPoint;
  }

  /** How many spatial layers the sender sends at present, 1 to 8; 0 as long as it has not said. */
  public int spatialLayers() {
    return spatialLayers;
  }

  /** The descriptor of the packet that was read last, if it is of VP8: for {@link Vp8Numbers}. */
  public Vp8Descriptor vp8() {
    return vp8;
  }

  /** A codec without layers, or a stream of it that doesn't use them. */
  DropReason single(boolean starts, boolean ends, boolean key) {
    spatialId = 0;
    temporalId = 0;
    startOfFrame = starts;
    endOfFrame = ends;
    keyFrame = key;
    switchingPoint = key;
    spatialLayers = 1;
    return DropReason.NONE;
  }

  DropReason vp8(RtpPacket packet) {
    if (!vp8.read(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      return DropReason.PAYLOAD_DESCRIPTOR;
    }
    single(vp8.startsFrame(), packet.marker(), vp8.startsKeyFrame());
    temporalId = vp8.temporalLayer();
    return DropReason.NONE;
  }

  DropReason vp9(RtpPacket packet) {
    if (!vp9.read(packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      return DropReason.PAYLOAD_DESCRIPTOR;
    }
    spatialId = vp9.spatialLayer();
    temporalId = vp9.temporalLayer();
    startOfFrame = vp9.startsFrame();
    endOfFrame = vp9.endsFrame();
    keyFrame = vp9.startsKeyFrame();
    switchingPoint = startOfFrame && !vp9.isPredicted();
    spatialLayers = vp9.spatialLayers() > 0 ? vp9.spatialLayers() : spatialLayers;
    return DropReason.NONE;
  }

  /** By the dependency descriptor whose element begins at {@code at}. */
  DropReason described(RtpPacket packet, int at) {
    int length = packet.extensionLength(at);
    DropReason reason = dependencies.read(packet.buffer(), at, length, packet.timestamp());
    if (reason == DropReason.NONE) {
      spatialId = dependencies.spatialId();
      temporalId = dependencies.temporalId();
      startOfFrame = dependencies.startOfFrame();
      endOfFrame = dependencies.endOfFrame();
      keyFrame = startOfFrame && spatialId == 0 && dependencies.isIndependent();
      switchingPoint = startOfFrame && dependencies.refersToItsPictureOnly();
      spatialLayers = dependencies.spatialLayers();
    }
    return reason;
  }
}
