package dev.switchboard.recordings;

import dev.switchboard.calls.DeviceNotices;
import dev.switchboard.devices.DeviceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody of a recording's changes: integrators, its parties' terminals and the node with
 * the media, all in the transaction that makes the changes; and the log once that is committed.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class RecordingAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger("dev.switchboard.recordings");

  @Inject private RecordingStore store;
  @Inject private RecordingMessaging messaging;
  @Inject private DeviceNotices notices;
  @Inject private ReaderLanguage languages;
  @Inject private MeterRegistry meters;
  @Inject private Clock clock;

  // By its global name: the media engine reports on threads that have no java:comp.
  @Resource(lookup = "java:jboss/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transaction;

  /** Writes the recording and announces what its verbs have done; nothing if they did nothing. */
  void publish(Recording recording) {
    store.flush();
    List<RecordingChange> changes = recording.takeChanges();
    for (RecordingChange change : changes) {
      messaging.publish(recording, change);
      order(recording, change);
    }
    if (!changes.isEmpty()) {
      recording.parties().forEach(party -> tell(recording, party));
      afterCommit(() -> changes.forEach(change -> log(recording, change)));
    }
  }

  /**
   * A party is at another device now, which is told what it has to know.
   *
   * @param copied whether what it sends there is to be copied
   */
  void moved(Recording recording, DeviceId device, boolean copied) {
    store.flush();
    if (copied) {
      messaging.order(RecordingMessaging.Order.FOLLOW, recording);
    }
    tell(recording, recording.party(device));
  }

  private void order(Recording recording, RecordingChange change) {
    switch (change.to()) {
      case REQUESTED ->
          recording.deadline().ifPresent(deadline -> messaging.schedule(recording, deadline));
      case RECORDING -> messaging.order(RecordingMessaging.Order.BEGIN, recording);
      case FINISHING -> messaging.order(RecordingMessaging.Order.END, recording);
      case REFUSED, READY, FAILED, DELETED -> {}
    }
  }

  /**
   * Who did not ask for it need not hear that it is ready: that page is the requester's. That it is
   * deleted is no matter of the call any more.
   */
  private void tell(Recording recording, RecordingParty party) {
    if (recording.state() == RecordingState.DELETED) {
      return;
    }
    if (recording.state() != RecordingState.READY) {
      notices.tell(
          party.device(),
          RecordingViews.progress(
              recording, party, languages.of(party.account()), clock.instant()));
    } else if (party.isRequester()) {
      notices.tell(party.device(), RecordingViews.ready(recording, languages.of(party.account())));
    }
  }

  private void log(Recording recording, RecordingChange change) {
    LOG.info(
        "call={} recording={} {} -> {}{}",
        recording.call(),
        recording.id(),
        change.from().map(RecordingState::name).orElse("new"),
        change.to(),
        recording.outcome().map(outcome -> " outcome=" + outcome).orElse(""));
    if (change.to().isSettled()) {
      Counter.builder("switchboard.recordings.settled")
          .description(
              "Recordings that have become ready, refused, failed or deleted, and why they ended")
          .tag("state", change.to().name())
          .tag("outcome", recording.outcome().map(Outcome::name).orElse("none"))
          .register(meters)
          .increment();
    }
  }

  private void afterCommit(Runnable work) {
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              work.run();
            }
          }
        });
  }
}
