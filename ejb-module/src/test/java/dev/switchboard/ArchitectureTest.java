package dev.switchboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;

/** Which feature may know which; docs/architecture.md says why. */
@AnalyzeClasses(
    packages = "dev.switchboard",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {
  @ArchTest
  static final ArchRule use_cases_know_nothing_of_pages_sockets_and_the_insides_of_media =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.switchboard.accounts..",
              "dev.switchboard.devices..",
              "dev.switchboard.calls..",
              "dev.switchboard.recordings..",
              "dev.switchboard.operation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.faces..",
              "jakarta.ws.rs..",
              "jakarta.servlet..",
              "jakarta.websocket..",
              "io.netty..",
              "dev.switchboard.media.*..");

  @ArchTest
  static final ArchRule signalling_imports_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.signalling..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are ours, elsewhere",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.switchboard")
                          && !type.getPackageName().startsWith("dev.switchboard.signalling")));

  @ArchTest
  static final ArchRule accounts_know_neither_devices_nor_calls =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.accounts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.switchboard.devices..", "dev.switchboard.calls..");

  @ArchTest
  static final ArchRule devices_do_not_know_calls =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.devices..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.calls..");

  @ArchTest
  static final ArchRule calls_do_not_know_recordings =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.calls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.recordings..");

  @ArchTest
  static final ArchRule a_feature_holds_the_id_of_what_another_feature_stores =
      classes().that().areAnnotatedWith(Entity.class).should(beUsedInTheirOwnPackageOnly());

  @ArchTest
  static final ArchRule packages_form_no_circle =
      slices().matching("dev.switchboard.(*)..").should().beFreeOfCycles();

  private static ArchCondition<JavaClass> beUsedInTheirOwnPackageOnly() {
    return new ArchCondition<>("be used in their own package only") {
      @Override
      public void check(JavaClass entity, ConditionEvents events) {
        entity.getDirectDependenciesToSelf().stream()
            .filter(use -> !use.getOriginClass().getPackageName().equals(entity.getPackageName()))
            .forEach(use -> events.add(SimpleConditionEvent.violated(entity, use.toString())));
      }
    };
  }
}
