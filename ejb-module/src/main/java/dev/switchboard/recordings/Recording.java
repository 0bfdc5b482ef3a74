package dev.switchboard.recordings;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.calls.CallId;
import dev.switchboard.calls.LegId;
import dev.switchboard.calls.LegRole;
import dev.switchboard.calls.OngoingCall;
import dev.switchboard.calls.Refused;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.media.RecordingFault;
import dev.switchboard.media.RecordingReport;
import dev.switchboard.recordings.RecordingState.Step;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.RecordingMode;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording's life, from the request to the files in the storage.
 *
 * <p>Each party that is to be recorded has a limited time to consent; the first no, or none at all,
 * refuses it. With the last yes the copying is ordered. Whoever has a part in it ends it, and the
 * call's end does; then its files are completed in the spool and brought to the storage, however
 * long that is away. A party that takes its consent back has everything thrown away. Once it is
 * ready, its owner may delete it, or its age does; who consented to it stays known.
 *
 * <p>Every verb records its changes, which {@link RecordingAnnouncer} publishes in the same
 * transaction. The version makes one winner of two that change a recording at once.
 */
@Entity
@Table(name = "recordings")
public class Recording {
  /** The media engine completes files in a moment; after so long it won't any more. */
  private static final Duration COMPLETION_LIMIT = Duration.ofSeconds(30);

  @Id private String id;
  @Version private long version;

  @Column(name = "call_id")
  private String call;

  private String node;

  @Enumerated(EnumType.STRING)
  private RecordingState state;

  @Enumerated(EnumType.STRING)
  private RecordingMode mode;

  private boolean video;

  @Column(name = "requested_at")
  private Instant requestedAt;

  @Column(name = "started_at")
  private @Nullable Instant startedAt;

  @Column(name = "ended_at")
  private @Nullable Instant endedAt;

  @Column(name = "ready_at")
  private @Nullable Instant readyAt;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "deleted_at")
  private @Nullable Instant deletedAt;

  private @Nullable Instant deadline;

  @Enumerated(EnumType.STRING)
  private @Nullable Outcome outcome;

  @Column(name = "ended_by")
  private @Nullable Integer endedBy;

  private String spool;
  private @Nullable String location;
  private boolean complete;

  @Column(name = "length_millis")
  private long lengthMillis;

  private long bytes;
  private int attempts;
  private boolean seen;

  @Column(name = "changes")
  private long number;

  @OneToMany(mappedBy = "recording", cascade = CascadeType.ALL, fetch = FetchType.EAGER)
  @OrderBy("position")
  private List<RecordingParty> parties = new ArrayList<>();

  @OneToMany(
      mappedBy = "recording",
      cascade = CascadeType.ALL,
      orphanRemoval = true,
      fetch = FetchType.EAGER)
  private List<RecordingFile> files = new ArrayList<>();

  @Transient private final List<RecordingChange> changes = new ArrayList<>();

  /** For JPA. */
  protected Recording() {}

  private Recording(
      OngoingCall call,
      RecordingMode mode,
      boolean video,
      RecordingSettings settings,
      Instant now) {
    RecordingId chosen = RecordingId.random();
    this.id = chosen.value();
    this.call = call.id().value();
    this.node = call.node();
    this.mode = mode;
    this.video = video;
    this.requestedAt = now;
    this.spool = settings.spool().resolve(id).toString();
    this.state = RecordingState.REQUESTED;
    this.deadline = now.plus(settings.consent());
  }

  /**
   * A device of the call asks for a recording: all others are asked for their consent.
   *
   * @param video whether pictures are copied, too
   */
  static Recording request(
      OngoingCall call,
      DeviceId requester,
      RecordingMode mode,
      boolean video,
      RecordingSettings settings,
      Instant now) {
    Recording recording = new Recording(call, mode, video, settings, now);
    Map<LegRole, Integer> counts = new LinkedHashMap<>();
    for (OngoingCall.Talker talker : call.legs()) {
      if (talker.party().device() == null) {
        continue;
      }
      boolean asks = requester.equals(talker.party().device());
      String track = track(talker.role(), counts.merge(talker.role(), 1, Integer::sum));
      recording.parties.add(
          new RecordingParty(
              recording,
              recording.parties.size(),
              talker.leg(),
              talker.party(),
              asks,
              asks && mode == RecordingMode.OTHER ? null : track,
              now));
    }
    recording.record(now, Optional.empty());
    return recording;
  }

  private static String track(LegRole role, int count) {
    String name = role.side().wire();
    return count == 1 ? name : name + "_" + count;
  }

  /** The device's user lets the call be recorded; nothing if it had said so before. */
  void consent(DeviceId device, Instant now) {
    RecordingParty party = party(device);
    boolean running = state.isRunning();
    if (running && party.consent() == Consent.CONSENTED) {
      return;
    }
    boolean inTime = deadline != null && now.isBefore(deadline);
    if (state != RecordingState.REQUESTED || !inTime || party.consent() != Consent.ASKED) {
      throw new Refused(ErrorCode.RECORDING_OVER);
    }
    party.consent(now);
    if (parties.stream().allMatch(each -> each.consent() == Consent.CONSENTED)) {
      deadline = null;
      startedAt = now;
      move(Step.CONSENT, now);
    }
  }

  /**
   * The device's user does not want the call recorded, or no longer: what has been recorded is
   * thrown away. Nothing if it had said so before.
   */
  void decline(DeviceId device, Instant now) {
    RecordingParty party = party(device);
    if (party.consent() != Consent.ASKED && party.consent() != Consent.CONSENTED) {
      return;
    }
    if (state.isSettled()) {
      throw new Refused(ErrorCode.RECORDING_OVER);
    }
    boolean consented = party.consent() == Consent.CONSENTED;
    if (consented) {
      party.withdraw(now);
    } else {
      party.decline(now);
    }
    Outcome why = consented ? Outcome.WITHDRAWN : Outcome.DECLINED;
    if (state == RecordingState.REQUESTED) {
      refuse(why, party, now);
    } else if (state == RecordingState.RECORDING) {
      end(why, party, now);
    } else {
      outcome = why;
      endedBy = party.position();
      deadline = now;
    }
  }

  /**
   * Ends the recording, which is kept; or takes the request back. Nothing if it has ended.
   *
   * @throws Refused if the device has no part in it, or was only asked
   */
  void stop(DeviceId device, Instant now) {
    RecordingParty party = party(device);
    switch (state) {
      case REQUESTED -> {
        if (!party.isRequester()) {
          throw new Refused(ErrorCode.WRONG_STATE);
        }
        refuse(Outcome.CANCELLED, party, now);
      }
      case RECORDING -> end(Outcome.STOPPED, party, now);
      case FINISHING, READY -> {}
      case REFUSED, FAILED, DELETED -> throw new Refused(ErrorCode.RECORDING_OVER);
    }
  }

  /**
   * A party goes on at another device, with what it has consented to; nothing if the leg is not of
   * this recording.
   *
   * @return whether what it sends is copied from there on
   */
  boolean handedOff(LegId before, LegId now, DeviceId device) {
    Optional<RecordingParty> moved =
        parties.stream().filter(party -> party.leg().equals(before)).findFirst();
    moved.ifPresent(party -> party.moveTo(now, device));
    return state == RecordingState.RECORDING && moved.flatMap(RecordingParty::track).isPresent();
  }

  /** The call is over; nothing if the recording is. */
  void callEnded(Instant now) {
    interrupt(Outcome.CALL_OVER, now);
  }

  /** The server begins anew: nobody copies any more. What has been copied is finished. */
  void serverRestarted(Instant now) {
    interrupt(Outcome.SERVER_RESTARTED, now);
    if (state == RecordingState.FINISHING) {
      deadline = now;
    }
  }

  private void interrupt(Outcome why, Instant now) {
    if (state == RecordingState.REQUESTED) {
      refuse(why, null, now);
    } else if (state == RecordingState.RECORDING) {
      end(why, null, now);
    }
  }

  /** The time to consent is over; nothing if it is not, or no longer runs. */
  void lapse(Instant now) {
    if (state == RecordingState.REQUESTED && deadline != null && !deadline.isAfter(now)) {
      refuse(Outcome.NO_ANSWER, null, now);
    }
  }

  /** The media engine could not begin. */
  void notBegun(Instant now) {
    if (state == RecordingState.RECORDING) {
      fail(Outcome.NOT_BEGUN, now);
    }
  }

  /** The files are complete, whoever ended the copying. Nothing if that is known. */
  void completed(RecordingReport report, Instant now) {
    if (state == RecordingState.RECORDING) {
      end(outcomeOf(report.fault()), null, now);
    }
    if (state != RecordingState.FINISHING || complete) {
      return;
    }
    complete = true;
    deadline = now;
    lengthMillis = report.length().toMillis();
    report.files().forEach(file -> files.add(RecordingFile.of(this, file)));
    count();
    if (files.isEmpty() && !isToBeDiscarded()) {
      fail(Outcome.NOTHING_RECORDED, now);
    } else {
      files.add(RecordingFile.manifest(this));
    }
  }

  private void count() {
    bytes = files.stream().mapToLong(RecordingFile::bytes).sum();
  }

  private static Outcome outcomeOf(RecordingFault fault) {
    return switch (fault) {
      case NO_ROOM -> Outcome.NO_ROOM;
      case WRITE_FAILED -> Outcome.WRITE_FAILED;
      case NONE -> Outcome.CALL_OVER;
    };
  }

  /** The copying left no folder behind, or its disk is away. */
  void leftNothing(Instant now) {
    if (state == RecordingState.FINISHING && !isToBeDiscarded()) {
      fail(Outcome.NOTHING_RECORDED, now);
    }
  }

  /**
   * What the copying left is there after all: the disk was away. Nothing unless that is why it
   * failed.
   *
   * @return whether it is completed now
   */
  boolean recover(Instant now) {
    if (state != RecordingState.FAILED || outcome != Outcome.NOTHING_RECORDED || complete) {
      return false;
    }
    outcome = Outcome.SERVER_RESTARTED;
    deadline = now;
    move(Step.RECOVER, now);
    return true;
  }

  /**
   * All files are in the storage; they go at once if whoever asked for them has no account any
   * more.
   *
   * @param in each by its file's name; still pictures may be among them
   */
  void stored(String where, Map<String, RecordingStorage.Stored> in, Instant now) {
    if (state != RecordingState.FINISHING || isToBeDiscarded()) {
      return;
    }
    location = where;
    for (RecordingFile file : files) {
      Optional.ofNullable(in.get(file.name())).ifPresent(file::stored);
    }
    tracks()
        .keySet()
        .forEach(
            track ->
                Optional.ofNullable(in.get(RecordingFile.still(track)))
                    .ifPresent(still -> files.add(RecordingFile.still(this, track, still))));
    count();
    readyAt = now;
    deadline = null;
    move(Step.STORE, now);
    deleteUnlessOwned(now);
  }

  /** It is kept so long, from its end. */
  void keepFor(Duration retention) {
    expiresAt = endedAt == null ? null : endedAt.plus(retention);
  }

  /** Whether its owner may delete it now: it has ended, and nothing is under way. */
  boolean mayBeDeleted() {
    return state.after(Step.DELETE).isPresent();
  }

  /** Its owner does not want it any more: nobody sees it from now on, and its files go. */
  void delete(Instant now) {
    files.clear();
    bytes = 0;
    attempts = 0;
    expiresAt = null;
    deletedAt = now;
    deadline = location == null ? null : now;
    move(Step.DELETE, now);
  }

  /** Its time is over; nothing if it is not. */
  void expire(Instant now) {
    if (mayBeDeleted() && expiresAt != null && !expiresAt.isAfter(now)) {
      delete(now);
    }
  }

  /** The storage has no file of it any more. */
  void erased() {
    if (state == RecordingState.DELETED) {
      location = null;
      deadline = null;
    }
  }

  /** Its film is in the storage; another one that was there before is not any more. */
  void filmed(RecordingStorage.Stored film) {
    files.stream()
        .filter(file -> file.name().equals(RecordingFile.FILM))
        .findFirst()
        .ifPresentOrElse(
            file -> file.stored(film), () -> files.add(RecordingFile.film(this, film)));
    count();
  }

  /** Files could not be brought to the storage, or deleted; tried again then. */
  void postpone(Instant until) {
    if (state == RecordingState.FINISHING || state == RecordingState.DELETED) {
      attempts++;
      deadline = until;
    }
  }

  /** What was recorded is gone. */
  void discarded(Instant now) {
    if (state == RecordingState.FINISHING && isToBeDiscarded()) {
      files.clear();
      bytes = 0;
      lengthMillis = 0;
      deadline = null;
      move(Step.DISCARD, now);
    }
  }

  /** Who asked for it has been shown that it is ready. */
  void see() {
    seen = true;
  }

  private void refuse(Outcome why, @Nullable RecordingParty by, Instant now) {
    parties.forEach(party -> party.lapse(now));
    outcome = why;
    endedBy = by == null ? null : by.position();
    endedAt = now;
    deadline = null;
    move(Step.REFUSE, now);
  }

  private void end(Outcome why, @Nullable RecordingParty by, Instant now) {
    outcome = why;
    endedBy = by == null ? null : by.position();
    endedAt = now;
    deadline = now.plus(COMPLETION_LIMIT);
    move(Step.END, now);
  }

  private void fail(Outcome why, Instant now) {
    outcome = why;
    endedAt = endedAt == null ? now : endedAt;
    deadline = null;
    move(Step.FAIL, now);
    deleteUnlessOwned(now);
  }

  private void deleteUnlessOwned(Instant now) {
    if (requester().account().isEmpty()) {
      delete(now);
    }
  }

  private void move(Step step, Instant now) {
    RecordingState from = state;
    state = from.after(step).orElseThrow(() -> new IllegalStateException(step + " in " + from));
    record(now, Optional.of(from));
  }

  private void record(Instant now, Optional<RecordingState> from) {
    number++;
    changes.add(new RecordingChange(number, now, from, state));
  }

  /** What the verbs have done since this was asked last. */
  List<RecordingChange> takeChanges() {
    List<RecordingChange> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /**
   * The party of a device.
   *
   * @throws Refused if it has none
   */
  RecordingParty party(DeviceId device) {
    return parties.stream()
        .filter(party -> party.isAt(device))
        .findFirst()
        .orElseThrow(() -> new Refused(ErrorCode.UNKNOWN_RECORDING));
  }

  public RecordingId id() {
    return new RecordingId(id);
  }

  public CallId call() {
    return new CallId(call);
  }

  /** The node that holds the call's media and the spool. */
  public String node() {
    return node;
  }

  public RecordingState state() {
    return state;
  }

  public RecordingMode mode() {
    return mode;
  }

  /** Whether pictures are copied, too. */
  public boolean hasVideo() {
    return video;
  }

  /** All parties, in the order in which they joined the call. */
  public List<RecordingParty> parties() {
    return List.copyOf(parties);
  }

  /** Who asked for it. */
  public RecordingParty requester() {
    return parties.stream()
        .filter(RecordingParty::isRequester)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Nobody asked for recording " + id));
  }

  /** The party that ended it, or did not want it; empty if none did. */
  public Optional<RecordingParty> endedBy() {
    return Optional.ofNullable(endedBy).map(parties::get);
  }

  /** The tracks with their files, then what is about all; empty until they are complete. */
  public List<RecordingFile> files() {
    return files.stream().sorted(RecordingFile.BY_TRACK).toList();
  }

  /** The segments of each track, one after the other, by its name; in the order of the parties. */
  public Map<String, List<RecordingFile>> tracks() {
    Map<String, List<RecordingFile>> tracks = new LinkedHashMap<>();
    for (RecordingParty party : parties) {
      party.track().ifPresent(track -> tracks.put(track, segments(track)));
    }
    tracks.values().removeIf(List::isEmpty);
    return tracks;
  }

  private List<RecordingFile> segments(String track) {
    return files().stream()
        .filter(file -> file.isSegment() && file.track().filter(track::equals).isPresent())
        .toList();
  }

  public Instant requestedAt() {
    return requestedAt;
  }

  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  public Optional<Instant> readyAt() {
    return Optional.ofNullable(readyAt);
  }

  /** When it is deleted; empty if it is kept for ever, or not in the storage. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** When it was deleted. */
  public Optional<Instant> deletedAt() {
    return Optional.ofNullable(deletedAt);
  }

  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** When somebody must look at it at the latest. */
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** The folder on the node's disk into which the media engine writes. */
  public Path spool() {
    return Path.of(spool);
  }

  /** Where the storage has it; empty until it is there, and once it has been deleted. */
  public Optional<String> location() {
    return Optional.ofNullable(location);
  }

  /** Whether the files are known and have been written to their end. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether nothing of it may be kept. */
  public boolean isToBeDiscarded() {
    return outcome == Outcome.WITHDRAWN;
  }

  public Duration length() {
    return Duration.ofMillis(lengthMillis);
  }

  /** The sum of its files. */
  public long bytes() {
    return bytes;
  }

  /** How often its files could not be brought to the storage. */
  public int attempts() {
    return attempts;
  }

  /** Whether an account may watch it: it asked for it, or consented and let it be. */
  public boolean mayBeSeenBy(AccountId account) {
    return parties.stream()
        .anyMatch(party -> party.isOf(account) && party.consent() == Consent.CONSENTED);
  }
}
