package io.windhover;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.windhover.instance.ConditionalOnRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Component;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	static final List<String> ROLES = List.of("executor", "indexer", "scheduler", "worker");

	static final List<String> FOUNDATIONS = List.of("flow", "instance");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.windhover");

	private static final ApplicationModules MODULES = ApplicationModules.of(WindhoverApplication.class);

	@Test
	void modulesUseOnlyWhatTheyDeclare() {
		MODULES.verify();
	}

	@Test
	void eachModuleIsClosedAndDeclaresWhatItUses() {
		assertThat(MODULES.stream().map((module) -> module.getIdentifier().toString())).contains("security",
				"management", "management.endpoint", "management.metrics", "management.health", "management.lag");
		assertThat(MODULES).allSatisfy((module) -> {
			assertThat(module.isOpen()).as("%s is open", module.getIdentifier()).isFalse();
			assertThat(module.getBasePackage().getAnnotation(ApplicationModule.class)).as(module.toString())
				.hasValueSatisfying((declared) -> assertThat(declared.allowedDependencies())
					.doesNotContain(ApplicationModule.OPEN_TOKEN));
		});
	}

	@Test
	void eachModuleStatesInTwoSentencesWhatLivesThere() {
		assertThat(MODULES).allSatisfy((module) -> {
			Path file = Path.of("src/main/java", module.getBasePackage().getName().replace('.', '/'),
					"package-info.java");
			String first = Files.readString(file).replaceAll("(?s)^/\\*\\*(.*?)(?:<p>|\\*/).*", "$1");
			assertThat(first.split("\\.(?=\\s)")).as("sentences of %s", file).hasSize(3);
		});
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("io.windhover.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void everyComponentIsListed() {
		List<String> components = CLASSES.stream()
			.filter((type) -> type.isAnnotatedWith(Component.class) || type.isMetaAnnotatedWith(Component.class))
			.map(JavaClass::getName)
			.filter((name) -> !name.equals(WindhoverApplication.class.getName()))
			.sorted()
			.toList();
		assertThat(ListedComponents.names())
			.as("META-INF/spring/io.windhover.ListedComponents.imports, in the order of the names")
			.isEqualTo(components);
	}

	@ParameterizedTest
	@FieldSource("ROLES")
	void roleDependsOnNoOtherRole(String role) {
		String[] others = ROLES.stream()
			.filter((other) -> !other.equals(role))
			.map((other) -> "io.windhover." + other + "..")
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage("io.windhover." + role + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others)
			.check(CLASSES);
	}

	@Test
	void theApiIsThereInItsRoleOnly() {
		classes().that()
			.resideInAnyPackage("..api.flow..", "..api.execution..", "..api.webhook..")
			.and()
			.areMetaAnnotatedWith(Component.class)
			.or()
			.areAnnotatedWith(Component.class)
			.and()
			.resideInAnyPackage("..api.flow..", "..api.execution..", "..api.webhook..")
			.should()
			.beAnnotatedWith(ConditionalOnRole.class)
			.check(CLASSES);
	}

	/** What a route answers is a type that the docs can describe. */
	@Test
	void noOperationAnswersWithAnyObject() {
		methods().that()
			.areAnnotatedWith(ReadOperation.class)
			.or()
			.areAnnotatedWith(WriteOperation.class)
			.or()
			.areAnnotatedWith(DeleteOperation.class)
			.should()
			.notHaveRawReturnType(Object.class)
			.check(CLASSES);
	}

	/** What HTTP needs is in its web extension, so that any transport can ask it. */
	@Test
	void endpointKnowsNoHttp() {
		noClasses().that()
			.areAnnotatedWith(Endpoint.class)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "org.springframework.boot.actuate.endpoint.web..",
					"org.springframework.http..", "org.springframework.web..")
			.check(CLASSES);
	}

	@Test
	void converterKnowsFlowsOnlyAndIsUsedByTheApiAndTheCommandLine() {
		noClasses().that()
			.resideInAPackage("io.windhover.convert..")
			.should()
			.dependOnClassesThat(resideInAPackage("io.windhover..").and(resideOutsideOfPackage("io.windhover.convert..")
				.and(resideOutsideOfPackage("io.windhover.flow.."))))
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackages("io.windhover", "io.windhover.api..", "io.windhover.convert..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.windhover.convert..")
			.check(CLASSES);
	}

	@Test
	void engineKnowsNoMetersAndNoManagement() {
		String[] engine = Stream
			.concat(Stream.of("convert", "flow", "instance", "execution", "topic", "cluster", "repository"),
					ROLES.stream())
			.map((name) -> "io.windhover." + name + "..")
			.toArray(String[]::new);
		noClasses().that()
			.resideInAnyPackage(engine)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.micrometer..", "io.windhover.management..", "io.windhover.api..")
			.check(CLASSES);
	}

	@ParameterizedTest
	@FieldSource("FOUNDATIONS")
	void foundationDependsOnNoneOfOurs(String name) {
		noClasses().that()
			.resideInAPackage("io.windhover." + name + "..")
			.should()
			.dependOnClassesThat(
					resideInAPackage("io.windhover..").and(com.tngtech.archunit.core.domain.JavaClass.Predicates
						.resideOutsideOfPackage("io.windhover." + name + "..")))
			.check(CLASSES);
	}

}
