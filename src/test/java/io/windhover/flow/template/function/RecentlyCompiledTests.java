package io.windhover.flow.template.function;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentlyCompiledTests {

	private final List<String> compiled = new ArrayList<>();

	private final RecentlyCompiled<Integer> lengths = new RecentlyCompiled<>(2, (text) -> {
		this.compiled.add(text);
		return text.length();
	});

	@Test
	void textIsCompiledOnceAsLongAsItIsAmongTheLast() {
		assertThat(this.lengths.get("a")).isEqualTo(1);
		assertThat(this.lengths.get("bb")).isEqualTo(2);
		assertThat(this.lengths.get("a")).isEqualTo(1);
		assertThat(this.compiled).containsExactly("a", "bb");
		this.lengths.get("ccc");
		this.lengths.get("a");
		assertThat(this.compiled).containsExactly("a", "bb", "ccc");
		this.lengths.get("bb");
		assertThat(this.compiled).containsExactly("a", "bb", "ccc", "bb");
	}

}
