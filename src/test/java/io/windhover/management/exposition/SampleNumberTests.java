package io.windhover.management.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers of samples.
 */
class SampleNumberTests {

	@Test
	void numbersAreReadBackAsTheyWere() {
		Random random = new Random(1);
		byte[] bytes = new byte[SampleNumber.ROOM];
		for (int i = 0; i < 1_000_000; i++) {
			double any = number(random) + 0.0;
			assertThat(Double.parseDouble(any(any, bytes))).as(any(any, bytes)).isEqualTo(any);
			long whole = random.nextLong() >>> (1 + random.nextInt(63));
			assertThat(Long.parseLong(written(SampleNumber.WHOLE, whole, bytes))).isEqualTo(whole);
			assertThat(Double.parseDouble(written(SampleNumber.NANOSECONDS, whole, bytes))).isCloseTo(whole / 1e9,
					Offset.offset(2 * Math.ulp(whole / 1e9)));
		}
		for (double value : new double[] { Double.MIN_VALUE, -Double.MAX_VALUE, 1L << 53, (1L << 53) - 1, 1e15 + 0.3,
				Math.nextDown(1.0), Math.nextUp(1.0), 0x1p-8, Math.nextDown(0x1p-8), Math.nextUp(0x1p-8),
				Math.nextDown(0x1p50), 9.999999999999998, 0.9999999999999999, 0.1 + 0.2 }) {
			assertThat(Double.parseDouble(any(value, bytes))).isEqualTo(value);
			assertThat(Double.parseDouble(any(-value, bytes))).isEqualTo(-value);
		}
	}

	@Test
	void numbersAreShort() {
		byte[] bytes = new byte[SampleNumber.ROOM];
		assertThat(written(SampleNumber.NANOSECONDS, 1_234_500_000, bytes)).isEqualTo("1.234500000");
		assertThat(written(SampleNumber.NANOSECONDS, 0, bytes)).isEqualTo("0.0");
		assertThat(written(SampleNumber.WHOLE, 70, bytes)).isEqualTo("70");
		assertThat(any(70, bytes)).isEqualTo("70.0");
		assertThat(any(1_700_000_000.123, bytes)).isEqualTo("1700000000.123");
		assertThat(any(-0.5, bytes)).isEqualTo("-0.5");
		assertThat(any(Double.NaN, bytes)).isEqualTo("NaN");
		assertThat(any(Double.POSITIVE_INFINITY, bytes)).isEqualTo("+Inf");
		assertThat(any(Double.NEGATIVE_INFINITY, bytes)).isEqualTo("-Inf");
	}

	private static String any(double value, byte[] bytes) {
		return written(SampleNumber.ANY, Double.doubleToRawLongBits(value), bytes);
	}

	private static String written(SampleNumber number, long value, byte[] bytes) {
		return new String(bytes, 0, number.write(value, bytes, 0), StandardCharsets.US_ASCII);
	}

	private static double number(Random random) {
		return switch (random.nextInt(8)) {
			case 0 -> random.nextInt(1000);
			case 1 -> random.nextInt() / 1000.0;
			case 2 -> random.nextDouble();
			case 3 -> -random.nextDouble() * 1e-300;
			case 4 -> random.nextLong();
			case 5 -> 1.7e9 + random.nextInt(1_000_000) / 1000.0;
			case 6 -> random.nextDouble() * Math.pow(10, random.nextInt(20));
			default -> 0.1 * random.nextInt(10_000);
		};
	}

}
