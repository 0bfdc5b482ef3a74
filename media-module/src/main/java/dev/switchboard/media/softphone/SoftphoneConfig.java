package dev.switchboard.media.softphone;

import dev.switchboard.media.transport.srtp.SrtpProfile;
import java.util.List;

/**
 * What a softphone has and offers.
 *
 * @param name its canonical name in RTCP and in the description; letters, digits and hyphens
 * @param sendsAudio whether it sends a tone; it always hears
 * @param sendsVideo whether it sends a test picture; it always sees
 * @param videoCodecs what it offers, the preferred first, of {@code VP8}, {@code VP9}, {@code H264}
 *     and {@code AV1}; empty for a telephone without picture
 * @param encodings of the picture, sent at once (simulcast); empty for one stream without an id.
 *     With encodings VP8 is the only codec
 * @param framesPerSecond of the test picture, 1 to 60
 * @param overTcp whether it reaches the server by TCP only, as behind a firewall; else by UDP only
 * @param profiles the SRTP profiles that it offers, the preferred first
 * @param clock how wrong its clock is
 * @param stamped whether each frame that it sends carries a {@link CaptureStamp}; then VP8 is the
 *     only codec of its picture
 * @param slots how many others it can hear and see at once, 1 or 2
 */
public record SoftphoneConfig(
    String name,
    boolean sendsAudio,
    boolean sendsVideo,
    List<String> videoCodecs,
    List<Encoding> encodings,
    int framesPerSecond,
    boolean overTcp,
    List<SrtpProfile> profiles,
    SoftphoneClock clock,
    boolean stamped,
    int slots) {

  /**
   * One of several encodings of the picture.
   *
   * @param rid its id in packets (RFC 8852), letters and digits, 16 at most
   * @param size how many times as many bits it has as the clip, which has 6,000 in a frame; 1 to 50
   */
  public record Encoding(String rid, int size) {
    public Encoding {
      if (!rid.matches("[A-Za-z0-9]{1,16}")) {
        throw new IllegalArgumentException("not an id of an encoding: " + rid);
      }
      if (size < 1 || size > 50) {
        throw new IllegalArgumentException("size of an encoding: " + size);
      }
    }
  }

  public SoftphoneConfig {
    videoCodecs = List.copyOf(videoCodecs);
    encodings = List.copyOf(encodings);
    profiles = List.copyOf(profiles);
    if (!name.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("not a name for a softphone: " + name);
    }
    if (framesPerSecond < 1 || framesPerSecond > 60) {
      throw new IllegalArgumentException("frames per second: " + framesPerSecond);
    }
    for (String codec : videoCodecs) {
      if (OfferedCodec.video(codec).isEmpty()) {
        throw new IllegalArgumentException("a softphone has no codec " + codec);
      }
    }
    if (!encodings.isEmpty() && !videoCodecs.equals(List.of("VP8"))) {
      throw new IllegalArgumentException("several encodings in " + videoCodecs);
    }
    if (stamped && !videoCodecs.isEmpty() && !videoCodecs.equals(List.of("VP8"))) {
      throw new IllegalArgumentException("stamps in " + videoCodecs);
    }
    if (slots < 1 || slots > 2) {
      throw new IllegalArgumentException("slots: " + slots);
    }
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("no SRTP profile");
    }
  }

  /** Sound and VP8 at 15 frames/s, both ways. */
  public static SoftphoneConfig named(String name) {
    return new SoftphoneConfig(
        name,
        true,
        true,
        List.of("VP8"),
        List.of(),
        15,
        false,
        List.of(SrtpProfile.values()),
        SoftphoneClock.TRUE,
        false,
        1);
  }

  public SoftphoneConfig withVideoCodecs(String... changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        List.of(changed),
        encodings,
        framesPerSecond,
        overTcp,
        profiles,
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withEncodings(Encoding... changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        List.of(changed),
        framesPerSecond,
        overTcp,
        profiles,
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withSending(boolean audio, boolean video) {
    return new SoftphoneConfig(
        name,
        audio,
        video,
        videoCodecs,
        encodings,
        framesPerSecond,
        overTcp,
        profiles,
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withFramesPerSecond(int changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        changed,
        overTcp,
        profiles,
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withProfiles(SrtpProfile... changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        framesPerSecond,
        overTcp,
        List.of(changed),
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withOverTcp(boolean changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        framesPerSecond,
        changed,
        profiles,
        clock,
        stamped,
        slots);
  }

  public SoftphoneConfig withClock(SoftphoneClock changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        framesPerSecond,
        overTcp,
        profiles,
        changed,
        stamped,
        slots);
  }

  public SoftphoneConfig withStamps(boolean changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        framesPerSecond,
        overTcp,
        profiles,
        clock,
        changed,
        slots);
  }

  public SoftphoneConfig withSlots(int changed) {
    return new SoftphoneConfig(
        name,
        sendsAudio,
        sendsVideo,
        videoCodecs,
        encodings,
        framesPerSecond,
        overTcp,
        profiles,
        clock,
        stamped,
        changed);
  }

  /** Streams of video, at least 1. */
  int streams() {
    return Math.max(1, encodings.size());
  }
}
