package dev.switchboard.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./dev bench call}: how long a user waits, in two Chromium on this machine: from the click
 * on <i>Call</i> to ringing at both, and from the click on <i>Answer</i> to the first decoded frame
 * at both. The pages themselves take the times, from one clock.
 */
final class CallBenchmark {
  private static final int CALLS = Integer.getInteger("calls", 50);

  /** Notes when this page's buttons are clicked, its phase changes, and a first frame is shown. */
  private static final String WATCH =
      """
      const marks = window.marks = {};
      const note = (name) => { marks[name] ??= Date.now(); };
      document.addEventListener('click', (event) => {
        if (event.target.closest('#place-call')) note('call');
        if (event.target.closest('#call-answer')) note('answer');
      }, true);
      const stage = document.getElementById('call');
      new MutationObserver(() => note(stage.dataset.phase)).observe(stage, {attributeFilter: ['data-phase']});
      document.getElementById('remote-video').requestVideoFrameCallback(() => note('frame'));
      """;

  private CallBenchmark() {}

  public static void main(String[] arguments) {
    List<Long> toRinging = new ArrayList<>();
    List<Long> toFrames = new ArrayList<>();
    try (Server server =
            Server.start(Path.of("target/bench-server"), SharedServer.settings(Map.of()));
        Person caller = new Person(server.home(), Browser.Kind.LAPTOP);
        Person callee = new Person(server.home(), Browser.Kind.PHONE)) {
      caller.register("caller", SharedServer.newNumber()).logIn("caller");
      callee.register("callee", SharedServer.newNumber()).logIn("callee");
      for (int i = 0; i < CALLS; i++) {
        caller.lookUp("callee").chooseAny();
        caller.run(WATCH);
        callee.run(WATCH);
        caller.call();
        callee.answer();
        caller.awaitPhase("connected").awaitMedia();
        callee.awaitPhase("connected").awaitMedia();
        long ringing = Math.max(mark(caller, "ringing"), mark(callee, "incoming"));
        toRinging.add(ringing - mark(caller, "call"));
        long frames = Math.max(mark(caller, "frame"), mark(callee, "frame"));
        toFrames.add(frames - mark(callee, "answer"));
        caller.hangUp();
        callee.awaitPhase("ended").closeCall();
        caller.awaitPhase("ended").closeCall();
      }
    }
    System.out.printf(
        "%d calls, two Chromium and the server on this machine, milliseconds%n", CALLS);
    print("Call to ringing at both", toRinging);
    print("Answer to first decoded frame at both", toFrames);
  }

  private static long mark(Person person, String name) {
    return Wait.value(
        "the mark " + name,
        Browser.PATIENCE,
        () -> (Long) person.run("return window.marks[arguments[0]] ?? null", name));
  }

  private static void print(String what, List<Long> times) {
    List<Long> sorted = times.stream().sorted().toList();
    System.out.printf(
        "%-40s median %4d  p95 %4d%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(Math.min(sorted.size() - 1, sorted.size() * 95 / 100)));
  }
}
