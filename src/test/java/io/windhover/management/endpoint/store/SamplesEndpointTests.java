package io.windhover.management.endpoint.store;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.live.LiveFigure;
import io.windhover.management.live.LiveSampler;
import io.windhover.management.live.LiveSamples;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SamplesEndpointTests {

	private final LiveSampler sampler = mock(LiveSampler.class);

	private final SamplesEndpoint endpoint = new SamplesEndpoint(this.sampler,
			new Instance("me", "1", Set.of(Role.WORKER), Instant.EPOCH));

	@Test
	void eachFigureHasItsColumn() throws ReflectiveOperationException {
		Map<LiveFigure, List<Number>> columns = new EnumMap<>(LiveFigure.class);
		for (LiveFigure figure : LiveFigure.values()) {
			columns.put(figure, List.of(figure.name().length()));
		}
		given(this.sampler.since(Long.MIN_VALUE)).willReturn(new LiveSamples(List.of(5L), columns));
		SamplesDescriptors.Samples samples = this.endpoint.samples(null);
		assertThat(samples.instance()).isEqualTo("me");
		assertThat(samples.at()).containsExactly(5L);
		for (LiveFigure figure : LiveFigure.values()) {
			assertThat(SamplesDescriptors.Samples.class.getMethod(camelCase(figure)).invoke(samples)).as(figure.name())
				.isEqualTo(List.of(figure.name().length()));
		}
	}

	@Test
	void instantThatIsNoNumberIsRefusedByName() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.samples("2026-01-01T00:00:00Z"))
			.withMessageContaining("'since' must be epoch milliseconds");
	}

	private static String camelCase(LiveFigure figure) {
		StringBuilder name = new StringBuilder();
		for (String word : figure.name().split("_", -1)) {
			String lower = word.toLowerCase(Locale.ROOT);
			name.append(name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
		}
		return name.toString();
	}

}
