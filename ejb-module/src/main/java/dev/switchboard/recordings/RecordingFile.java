package dev.switchboard.recordings;

import dev.switchboard.Secrets;
import dev.switchboard.media.RecordedFile;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of a recording: a segment of a track, a still picture of one, the manifest that puts the
 * tracks in step, or the film that was made of them.
 */
@Entity
@Table(name = "recording_files")
public class RecordingFile {
  /** The manifest's name in the spool and in the storage. */
  static final String MANIFEST = "manifest.json";

  /** The film's name in the storage. */
  public static final String FILM = "film.mp4";

  /** The still picture of a track and its segments one after the other; what is about all last. */
  static final Comparator<RecordingFile> BY_TRACK =
      Comparator.comparing((RecordingFile file) -> file.track().isEmpty())
          .thenComparing(file -> file.track().orElse(""))
          .thenComparingInt(RecordingFile::segment);

  @Id private String id;
  @Version private long version;

  @ManyToOne(optional = false)
  @JoinColumn(name = "recording_id")
  private Recording recording;

  private String name;

  @Column(name = "media_type")
  private String mediaType;

  private @Nullable String track;
  private int segment;

  @Column(name = "start_millis")
  private long startMillis;

  @Column(name = "length_millis")
  private long lengthMillis;

  private long bytes;
  private boolean audio;
  private boolean video;

  @Column(name = "check_sum")
  private @Nullable String checkSum;

  /** For JPA. */
  protected RecordingFile() {}

  private RecordingFile(Recording recording, String name, String mediaType, long bytes) {
    this.id = Secrets.id();
    this.recording = recording;
    this.name = name;
    this.mediaType = mediaType;
    this.bytes = bytes;
  }

  static RecordingFile of(Recording recording, RecordedFile recorded) {
    RecordingFile file =
        new RecordingFile(recording, recorded.name(), recorded.mediaType(), recorded.bytes());
    file.track = recorded.track();
    file.segment = recorded.segment();
    file.startMillis = recorded.start().toMillis();
    file.lengthMillis = recorded.length().toMillis();
    file.audio = recorded.audio();
    file.video = recorded.video();
    return file;
  }

  static RecordingFile manifest(Recording recording) {
    return new RecordingFile(recording, MANIFEST, "application/json", 0);
  }

  static RecordingFile film(Recording recording, RecordingStorage.Stored stored) {
    RecordingFile file = new RecordingFile(recording, FILM, "video/mp4", stored.bytes());
    file.segment = 1;
    file.stored(stored);
    return file;
  }

  /** The name of a track's still picture in the spool and in the storage. */
  static String still(String track) {
    return track + ".jpg";
  }

  static RecordingFile still(Recording recording, String track, RecordingStorage.Stored stored) {
    RecordingFile file = new RecordingFile(recording, still(track), "image/jpeg", stored.bytes());
    file.track = track;
    file.stored(stored);
    return file;
  }

  /** Whether it is a part of its track, with sound or pictures. */
  public boolean isSegment() {
    return track != null && segment > 0;
  }

  /** Whether it is a still picture of its track. */
  public boolean isStill() {
    return track != null && segment == 0;
  }

  /** Unique in its recording, and the last part of its address. */
  public String name() {
    return name;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The track that it is a part or a picture of; empty for what is about all of them. */
  public Optional<String> track() {
    return Optional.ofNullable(track);
  }

  /** Its place among the segments of its track, from 1; 0 for its still picture. */
  public int segment() {
    return segment;
  }

  /** When it begins, since the recording began. */
  public Duration start() {
    return Duration.ofMillis(startMillis);
  }

  public Duration length() {
    return Duration.ofMillis(lengthMillis);
  }

  public long bytes() {
    return bytes;
  }

  public boolean hasAudio() {
    return audio;
  }

  public boolean hasVideo() {
    return video;
  }

  /** SHA-256 in hexadecimal digits; empty until it is in the storage. */
  public Optional<String> checkSum() {
    return Optional.ofNullable(checkSum);
  }

  void stored(RecordingStorage.Stored in) {
    bytes = in.bytes();
    checkSum = in.checkSum();
  }
}
