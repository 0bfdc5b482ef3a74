package dev.switchboard.devices;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/** A call that has taken a device. */
@Embeddable
class Occupation {
  @Column(name = "call_id")
  private String call;

  @Enumerated(EnumType.STRING)
  private Activity activity;

  protected Occupation() {}

  Occupation(String call, Activity activity) {
    this.call = call;
    this.activity = activity;
  }

  String call() {
    return call;
  }

  boolean isOf(String call, Activity activity) {
    return this.call.equals(call) && this.activity == activity;
  }

  Activity activity() {
    return activity;
  }
}
