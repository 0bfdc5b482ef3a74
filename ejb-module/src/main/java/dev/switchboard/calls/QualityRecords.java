package dev.switchboard.calls;

import dev.switchboard.calls.QualitySample.Direction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** Keeps samples of quality with their calls, and tells integrators of them. */
@ApplicationScoped
@Transactional
public class QualityRecords {
  @PersistenceContext(unitName = "switchboard")
  private EntityManager em;

  @Inject private CallMessaging messaging;

  protected QualityRecords() {}

  QualityRecords(EntityManager em) {
    this.em = em;
  }

  /** Stores samples and publishes them, in one transaction. */
  public void publish(List<CallSample> samples) {
    store(samples);
    samples.forEach(messaging::publish);
  }

  void store(List<CallSample> samples) {
    for (CallSample sample : samples) {
      for (CallSample.OfLeg leg : sample.legs()) {
        em.persist(new QualitySample(sample, leg.leg(), Direction.UP, leg.up()));
        em.persist(new QualitySample(sample, leg.leg(), Direction.DOWN, leg.down()));
      }
    }
  }
}
