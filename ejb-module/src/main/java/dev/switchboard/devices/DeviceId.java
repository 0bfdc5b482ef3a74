package dev.switchboard.devices;

import dev.switchboard.Secrets;
import java.io.Serializable;

/** The id of a device under one account: 22 characters. */
public record DeviceId(String value) implements Serializable {

  /** A new id of 128 random bits. */
  public static DeviceId random() {
    return new DeviceId(Secrets.id());
  }

  @Override
  public String toString() {
    return value;
  }
}
