package com.example;

import java.util.Map;

import io.windhover.worker.task.TaskContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class WordCountTaskTests {

	@Test
	void countsWordsAndPublishesTheirNumber() {
		TaskContext context = mock(TaskContext.class);
		assertThat(new WordCountTask().run(new WordCountTask.Configuration(" one  two three "), context))
			.isEqualTo(Map.of("words", 3));
		verify(context).count("words", 3);
	}

}
