package io.windhover.plugin.loading;

import io.windhover.plugin.PluginsView;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PluginProperties.class)
@Import(PluginConfiguration.Registrar.class)
class PluginConfiguration {

	/** Makes beans of what is loaded, before any other bean asks for them. */
	static class Registrar implements BeanRegistrar {

		@Override
		public void register(BeanRegistry registry, Environment environment) {
			PluginProperties properties = Binder.get(environment)
				.bindOrCreate("windhover.plugins", PluginProperties.class);
			Plugins plugins = PluginLoader.load(properties.directory());
			registry.registerBean("plugins", PluginsView.class, (bean) -> bean.supplier((context) -> plugins));
			int number = 0;
			for (LoadedPlugin each : plugins.all()) {
				register(registry, "plugin" + number++, each);
			}
		}

		@SuppressWarnings("unchecked")
		private static <T extends LoadedPlugin> void register(BeanRegistry registry, String name, T plugin) {
			registry.registerBean(name, (Class<T>) plugin.getClass(), (bean) -> bean.supplier((context) -> plugin));
		}

	}

}
