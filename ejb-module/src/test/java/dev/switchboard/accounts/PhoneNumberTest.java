package dev.switchboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+41446681800     | CH | +41446681800",
        "044 668 18 00    | CH | +41446681800",
        "044/668.18.00    | CH | +41446681800",
        "(044) 668-18-00  | CH | +41446681800",
        "0041 44 668 18 00| CH | +41446681800",
        "+41 (0)44 668 18 00 | CH | +41446681800",
        "tel:+41-44-668-18-00 | US | +41446681800",
        "０４４６６８１８００ | CH | +41446681800",
        "＋41446681800 | CH | +41446681800",
        "079 123 45 67    | CH | +41791234567",
        "138 0013 8000    | CN | +8613800138000",
        "+86 10 6552 9988 | CH | +861065529988",
        "(212) 555-2368   | US | +12125552368",
        "+39 06 698 12345 | CH | +390669812345",
      })
  void readsANumberInAnySpelling(String typed, String region, String e164) {
    assertThat(PhoneNumber.parse(typed, region)).map(PhoneNumber::e164).contains(e164);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "hello",
        "alice",
        "*88",
        "112",
        "12",
        "044 668 18 0",
        "+41 44 668 18 00 00 00 00 00",
        "044 668 18 00 ext. 5",
        "0800-FLOWERS",
        "+999 12345678",
        "张伟",
        "+41446681800;isub=1",
        "044668180044668180044668180044668180044668180044"
      })
  void refusesWhatIsNoNumber(String typed) {
    assertThat(PhoneNumber.parse(typed, "CH")).isEmpty();
  }

  @Test
  void writesItForPeopleElsewhere() {
    assertThat(new PhoneNumber("+41446681800").international()).isEqualTo("+41 44 668 18 00");
  }
}
