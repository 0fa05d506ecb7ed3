package io.windhover.instance;

import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class TypeCachingTests {

	@Test
	void typesAreRememberedBeforeTheWebServerIsMade() {
		AtomicBoolean frozen = new AtomicBoolean();
		try (GenericApplicationContext context = new GenericApplicationContext() {
			@Override
			protected void onRefresh() {
				frozen.set(getDefaultListableBeanFactory().isConfigurationFrozen());
			}
		}) {
			context.registerBean(TypeCaching.class);
			context.refresh();
		}
		assertThat(frozen).isTrue();
	}

	@Test
	void beanThatIsAddedAfterwardsIsFound() {
		try (GenericApplicationContext context = new GenericApplicationContext() {
			@Override
			protected void onRefresh() {
				assertThat(getBeansOfType(StringJoiner.class)).isEmpty();
				registerBean("late", StringJoiner.class, () -> new StringJoiner("late"));
				getBeanFactory().registerSingleton("later", new StringJoiner("later"));
				assertThat(getBeansOfType(StringJoiner.class)).containsOnlyKeys("late", "later");
			}
		}) {
			context.registerBean(TypeCaching.class);
			context.refresh();
			assertThat(context.getBeansOfType(StringJoiner.class)).hasSize(2);
		}
	}

}
