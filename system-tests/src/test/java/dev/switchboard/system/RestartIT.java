package dev.switchboard.system;

import java.util.Map;

/** On H2, the default. */
class RestartIT extends RestartScenarios {
  @Override
  String name() {
    return "h2";
  }

  @Override
  Map<String, String> database() {
    return Map.of();
  }
}
