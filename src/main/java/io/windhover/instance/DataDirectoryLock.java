package io.windhover.instance;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Locks the data directory before any bean can write to it, and releases it when all
 * others are destroyed.
 */
class DataDirectoryLock implements BeanFactoryPostProcessor, EnvironmentAware, DisposableBean {

	private @Nullable Environment environment;

	private @Nullable DirectoryLock lock;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		if (this.environment != null) {
			this.lock = DirectoryLock.acquire(Binder.get(this.environment)
				.bind("windhover.data-directory", Path.class)
				.orElseGet(() -> Path.of(InstanceProperties.DATA_DIRECTORY)));
		}
	}

	@Override
	public void destroy() {
		if (this.lock != null) {
			this.lock.close();
		}
	}

}
