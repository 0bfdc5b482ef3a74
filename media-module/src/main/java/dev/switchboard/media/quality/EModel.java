package dev.switchboard.media.quality;

/**
 * How people would judge a voice connection, by the E-model: ITU-T Recommendation G.107 (06/2015),
 * whose names are kept. All parameters that aren't asked for have the default values of its table
 * 2: usual handsets in a usual room, and an echo that the terminal's canceller leaves. Pure.
 */
public final class EModel {
  // Table 2. Loudness ratings, noise and sidetone are in dB.
  private static final double SLR = 8;
  private static final double RLR = 2;
  private static final double STMR = 15;
  private static final double DS = 3;
  private static final double DR = 3;
  private static final double TELR = 65;
  private static final double WEPL = 110;
  private static final double QDU = 1;
  private static final double NC = -70;
  private static final double N_FOR = -64;
  private static final double PS = 35;
  private static final double PR = 35;

  /** Loss is taken for random, which retransmission and FEC leave it to be, mostly. */
  private static final double BURST_R = 1;

  /** The least delay that is noticed, ms, and how sensitive people are to it. */
  private static final double M_T = 100;

  private static final double S_T = 1;

  private static final double OLR = SLR + RLR;
  private static final double NO = noise();
  private static final double RO = 15 - 1.5 * (SLR + NO);
  private static final double IS = simultaneousImpairment();

  private EModel() {}

  /**
   * What a codec and its handling of loss do to speech.
   *
   * @param ie the equipment impairment factor without loss, 0 (none) to 95
   * @param bpl the packet-loss robustness factor, above 0: the larger, the less loss is heard
   */
  public record Equipment(double ie, double bpl) {
    /**
     * No Recommendation gives Opus' values for this scale. Ie is that of G.711 (G.113 appendix I),
     * than which Opus is no worse at the rates that browsers use. Bpl are the values of the open
     * model rtcscore for WebRTC, and on the safe side: G.711 with concealment has 25.1.
     */
    public static final Equipment OPUS = new Equipment(0, 10);

    /** With in-band forward error correction (RFC 6716 section 2.1.7). */
    public static final Equipment OPUS_FEC = new Equipment(0, 20);
  }

  /**
   * The transmission rating factor R (section 7.1).
   *
   * @param delay from mouth to ear, ms, 0 or more
   * @param loss share of packets that the decoder never gets, 0 to 1
   * @return 93.2 for a connection without delay and loss, less for others; below 0 for hopeless
   *     ones
   */
  public static double rating(double delay, double loss, Equipment equipment) {
    return RO - IS - delayImpairment(delay) - effectiveImpairment(loss, equipment);
  }

  /** The mean opinion score of a rating, 1 (bad) to 4.5 (annex B). */
  public static double meanOpinionScore(double r) {
    if (r <= 0) {
      return 1;
    }
    if (r >= 100) {
      return 4.5;
    }
    // The cubic dips a little below 1 for the least ratings.
    return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
  }

  /** Ie-eff (section 7.5). */
  static double effectiveImpairment(double loss, Equipment equipment) {
    double ppl = 100 * loss;
    return equipment.ie() + (95 - equipment.ie()) * ppl / (ppl / BURST_R + equipment.bpl());
  }

  /** Id (section 7.4), the way there being as long as that back. */
  static double delayImpairment(double delay) {
    return talkerEcho(delay) + listenerEcho(2 * delay) + absoluteDelay(delay);
  }

  private static double talkerEcho(double t) {
    double terv = TELR - 40 * Math.log10((1 + t / 10) / (1 + t / 150)) + 6 * Math.exp(-0.3 * t * t);
    double re = 80 + 2.5 * (terv - 14);
    double roe = -1.5 * (NO - RLR);
    double half = (roe - re) / 2;
    return (half + Math.sqrt(half * half + 100) - 1) * (1 - Math.exp(-t));
  }

  private static double listenerEcho(double tr) {
    double rle = 10.5 * (WEPL + 7) * Math.pow(tr + 1, -0.25);
    double half = (RO - rle) / 2;
    return half + Math.sqrt(half * half + 169);
  }

  /** Idd: delay itself, with perfect echo cancellation. */
  static double absoluteDelay(double ta) {
    if (ta <= M_T) {
      return 0;
    }
    double x = Math.log(ta / M_T) / Math.log(2);
    return 25 * (root(x, 6 * S_T) - 3 * root(x / 3, 6 * S_T) + 2);
  }

  /** (1 + x^n)^(1/n), which all of these curves are made of. */
  private static double root(double x, double n) {
    return Math.pow(1 + Math.pow(x, n), 1 / n);
  }

  /** No (section 7.2). */
  private static double noise() {
    double nos = PS - SLR - DS - 100 + 0.004 * square(PS - OLR - DS - 14);
    double pre = PR + 10 * Math.log10(1 + power((10 - (STMR + DR)) / 10));
    double nor = RLR - 121 + pre + 0.008 * square(pre - 35);
    double nfo = N_FOR + RLR;
    return 10 * Math.log10(power(NC / 10) + power(nos / 10) + power(nor / 10) + power(nfo / 10));
  }

  /** Is (section 7.3): too loud, too much of one's own voice, quantizing. */
  private static double simultaneousImpairment() {
    double xolr = OLR + 0.2 * (64 + NO - RLR);
    double iolr = 20 * (root(xolr / 8, 8) - xolr / 8);
    double stmro = -10 * Math.log10(power(-STMR / 10) + power(-TELR / 10));
    double ist =
        12 * root((stmro - 13) / 6, 8)
            - 28 * root((stmro + 1) / 19.4, 35)
            - 13 * root((stmro - 3) / 33, 13)
            + 29;
    double q = 37 - 15 * Math.log10(QDU);
    double g = 1.07 + 0.258 * q + 0.0602 * q * q;
    double y = (RO - 100) / 15 + 46 / 8.4 - g / 9;
    double z = 46 / 30.0 - g / 40;
    double iq = 15 * Math.log10(1 + power(y) + power(z));
    return iolr + ist + iq;
  }

  private static double power(double exponent) {
    return Math.pow(10, exponent);
  }

  private static double square(double x) {
    return x * x;
  }
}
