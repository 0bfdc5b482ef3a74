package dev.switchboard.recordings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one key by which all nodes sign links. */
@Entity
@Table(name = "recording_link_keys")
class RecordingLinkKey {
  /** The id of the only row: of two nodes that make it at once, one fails. */
  static final int ONLY = 1;

  @Id private int id;

  @Column(name = "key_text")
  private String text;

  /** For JPA. */
  protected RecordingLinkKey() {}

  RecordingLinkKey(String text) {
    this.id = ONLY;
    this.text = text;
  }

  String text() {
    return text;
  }
}
