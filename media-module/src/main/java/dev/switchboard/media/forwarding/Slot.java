package dev.switchboard.media.forwarding;

import dev.switchboard.media.sdp.Codec;
import dev.switchboard.media.sdp.NegotiatedSection;
import dev.switchboard.media.sdp.NegotiatedSlot;
import dev.switchboard.media.sdp.SlotSsrcs;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place in which a leg hears and sees one other: a stream of sound and one of picture, with
 * sections of their own in its description. Whoever has the place keeps it, so that nobody's coming
 * or leaving moves or interrupts another. On the loop of the call.
 */
final class Slot {
  private final Leg leg;
  private final int index;
  private final Subscription heard;
  private final Subscription seen;

  private Optional<NegotiatedSection> audioSection = Optional.empty();
  private Optional<NegotiatedSection> videoSection = Optional.empty();
  private LegExtensions audioExtensions = LegExtensions.NONE;
  private LegExtensions videoExtensions = LegExtensions.NONE;
  private boolean receivesAudio;
  private boolean receivesVideo;
  private @Nullable Publisher occupant;

  Slot(Leg leg, int index, SlotSsrcs ssrcs) {
    this.leg = leg;
    this.index = index;
    this.heard = new Subscription(this, MediaKind.AUDIO, ssrcs.audio(), 0);
    this.seen = new Subscription(this, MediaKind.VIDEO, ssrcs.video(), ssrcs.rtx());
  }

  /** Takes what offer and answer agreed on for it, the first time or again. */
  void negotiated(NegotiatedSlot slot) {
    audioSection = slot.audio();
    videoSection = slot.video();
    audioExtensions = audioSection.map(LegExtensions::of).orElse(LegExtensions.NONE);
    videoExtensions = videoSection.map(LegExtensions::of).orElse(LegExtensions.NONE);
    receivesAudio = audioSection.map(section -> section.direction().sends()).orElse(false);
    receivesVideo = videoSection.map(section -> section.direction().sends()).orElse(false);
    heard.negotiated();
    seen.negotiated();
  }

  /** Empties it. */
  void vacate() {
    occupant = null;
    heard.show(null);
    seen.show(null);
  }

  /** Gives the place to a leg; what of it is shown is said to the subscriptions. */
  void occupy(Publisher publisher) {
    occupant = publisher;
  }

  /** Who has the place; null if nobody does. */
  @Nullable Publisher occupant() {
    return occupant;
  }

  Leg leg() {
    return leg;
  }

  /** 0 for the leg's first slot. */
  int index() {
    return index;
  }

  Subscription subscription(MediaKind kind) {
    return kind == MediaKind.AUDIO ? heard : seen;
  }

  Optional<NegotiatedSection> section(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audioSection : videoSection;
  }

  Stream<NegotiatedSection> sections() {
    return Stream.of(audioSection, videoSection).flatMap(Optional::stream);
  }

  LegExtensions extensions(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audioExtensions : videoExtensions;
  }

  /** Whether the leg wants to be sent anything of this kind here. */
  boolean receives(MediaKind kind) {
    return kind == MediaKind.AUDIO ? receivesAudio : receivesVideo;
  }

  /** What to send here when another leg sends {@code sent}; null if the leg can't receive that. */
  @Nullable Codec receiverOf(PayloadType sent) {
    return section(sent.kind()).flatMap(section -> section.receiverOf(sent.codec())).orElse(null);
  }
}
