package io.windhover;

import java.util.List;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Imports the components that are listed in a file of the jar, so that no start has to
 * look for them in 500 classes.
 */
class ListedComponents implements ImportSelector {

	@Override
	public String[] selectImports(AnnotationMetadata metadata) {
		return names().toArray(String[]::new);
	}

	static List<String> names() {
		return ImportCandidates.load(ListedComponents.class, ListedComponents.class.getClassLoader()).getCandidates();
	}

}
