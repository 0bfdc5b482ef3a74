package dev.switchboard.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom inside the media engine. */
@AnalyzeClasses(
    packages = "dev.switchboard.media",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String MEDIA = "dev.switchboard.media";

  @ArchTest
  static final ArchRule rtpStandsAlone =
      classes()
          .that()
          .resideInAPackage(MEDIA + ".rtp")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MEDIA + ".rtp", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule sdpStandsAlone =
      classes()
          .that()
          .resideInAPackage(MEDIA + ".sdp")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MEDIA + ".sdp", "java.lang..", "java.util..", "org.jspecify..");

  @ArchTest
  static final ArchRule qualityStandsAlone =
      classes()
          .that()
          .resideInAPackage(MEDIA + ".quality")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MEDIA + ".quality", "java.lang..", "java.util..", "org.jspecify..");

  @ArchTest
  static final ArchRule readingNeedsNeitherChannelsNorThreads =
      noClasses()
          .that()
          .resideInAnyPackage(MEDIA + ".rtp", MEDIA + ".sdp")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.channels..", "java.util.concurrent..", "java.net..", "io.netty..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule transportKnowsNothingOfWhatItCarries =
      noClasses()
          .that()
          .resideInAPackage(MEDIA + ".transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MEDIA,
              MEDIA + ".forwarding..",
              MEDIA + ".recording..",
              MEDIA + ".multicast..",
              MEDIA + ".sdp..");

  @ArchTest
  static final ArchRule forwardingKnowsNoSockets =
      noClasses()
          .that()
          .resideInAPackage(MEDIA + ".forwarding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MEDIA,
              MEDIA + ".transport..",
              MEDIA + ".recording..",
              "java.nio.channels..",
              "java.net..",
              "io.netty..");

  @ArchTest
  static final ArchRule sinksKnowNeitherTransportNorForwarding =
      noClasses()
          .that()
          .resideInAnyPackage(MEDIA + ".recording..", MEDIA + ".multicast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MEDIA + ".transport..", MEDIA + ".forwarding..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transcodingKnowsNoMediaEngine =
      noClasses()
          .that()
          .resideInAPackage(MEDIA + ".transcoding..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MEDIA,
              MEDIA + ".transport..",
              MEDIA + ".forwarding..",
              MEDIA + ".recording..",
              MEDIA + ".rtp..");

  @ArchTest
  static final ArchRule mediaKnowsNoServer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..",
              "dev.switchboard.accounts..",
              "dev.switchboard.devices..",
              "dev.switchboard.calls..",
              "dev.switchboard.signalling..");
}
