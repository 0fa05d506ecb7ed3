package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Samples;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;

/**
 * An executor, workers that come and go, and a Kafka that keeps the order of each
 * producer only, and delivers again what it pleases. What ends an execution is that its
 * create-command was taken once; a second one after its end is outside of what the
 * transactions allow.
 */
final class SimulatedCluster {

	final SimulatedExecutor executor = new SimulatedExecutor(this::dispatched, this::stopped);

	private final Random random;

	private final List<SimulatedWorker> workers = new ArrayList<>();

	private final ArrayDeque<ExecutionCommand> commands = new ArrayDeque<>();

	private final List<Object> delivered = new ArrayList<>();

	private final List<JobRecord> jobs = new ArrayList<>();

	private final List<Effect.StopAttempt> stops = new ArrayList<>();

	private Instant now = Samples.START;

	SimulatedCluster(Random random, Flow flow) {
		this.random = random;
		for (int count = 1 + random.nextInt(3); count > 0; count--) {
			join();
		}
		this.commands.add(Samples.create("e1", flow));
		if (random.nextInt(4) == 0) {
			this.commands.add(new ExecutionCommand.Kill("e1", this.now));
		}
	}

	/** Anything may happen. */
	void step() {
		pass(Duration.ofMillis(this.random.nextInt(3000)));
		SimulatedWorker worker = pick(this.workers);
		switch (this.random.nextInt(20)) {
			case 0 -> worker.die();
			case 1 -> worker.frozen = true;
			case 2 -> worker.frozen = false;
			case 3 -> whenWorking(worker, () -> worker.shutDown(this.now));
			case 4 -> join();
			case 5, 6 -> deliverAgain();
			case 7 -> this.executor.fireTimers(this.now);
			case 8 -> this.executor.takeLeases((ref) -> !find(ref).works(), this.now);
			case 9 -> loseJob();
			case 10, 11, 12 -> whenWorking(worker, () -> takeJob(worker));
			case 13, 14 -> whenWorking(worker, () -> worker.endOne(this.random, this.now));
			case 15 -> deliverStop();
			case 16 -> deliverCommand();
			default -> deliver(worker);
		}
	}

	/** Everything that is under way arrives, and nobody dies any more. */
	void drain() {
		this.workers.forEach((worker) -> worker.frozen &= this.random.nextBoolean());
		join();
		for (int round = 0; round < 200 && !isQuiet(); round++) {
			pass(Duration.ofMinutes(10));
			deliverCommand();
			for (SimulatedWorker worker : List.copyOf(this.workers)) {
				deliver(worker);
				whenWorking(worker, () -> takeJobs(worker));
				whenWorking(worker, () -> worker.endOne(this.random, this.now));
			}
			deliverStop();
			this.executor.fireTimers(this.now);
			this.executor.takeLeases((ref) -> !find(ref).works(), this.now);
		}
	}

	private boolean isQuiet() {
		return this.executor.isEmpty() && this.commands.isEmpty() && this.jobs.isEmpty() && this.stops.isEmpty()
				&& this.workers.stream()
					.allMatch((worker) -> worker.written.isEmpty() && (worker.frozen || worker.running.isEmpty()));
	}

	private void deliverCommand() {
		if (!this.commands.isEmpty()) {
			deliver(this.commands.removeFirst());
		}
	}

	private void deliver(SimulatedWorker worker) {
		if (!worker.written.isEmpty()) {
			deliver(worker.written.removeFirst());
		}
	}

	private void deliver(Object message) {
		this.delivered.add(message);
		this.executor.take(message, this.now);
	}

	private void deliverAgain() {
		if (!this.delivered.isEmpty()) {
			Object message = pick(this.delivered);
			boolean revives = message instanceof ExecutionCommand.Create && this.executor.isEnded();
			if (!revives) {
				this.executor.take(message, this.now);
			}
		}
	}

	private void takeJobs(SimulatedWorker worker) {
		while (!this.jobs.isEmpty()) {
			takeJob(worker);
		}
	}

	private void takeJob(SimulatedWorker worker) {
		if (this.jobs.isEmpty()) {
			return;
		}
		JobRecord job = pick(this.jobs);
		job.deliveries++;
		if (this.random.nextInt(4) > 0) {
			this.jobs.remove(job);
		} // else it dies or hangs before it acknowledges, and the job comes again
		if (job.deliveries > 1 && this.random.nextBoolean()) {
			worker.giveBack(job.taskRun, this.now);
		}
		else {
			worker.start(job.taskRun, this.now);
		}
	}

	private void loseJob() {
		if (!this.jobs.isEmpty() && this.random.nextInt(4) == 0) {
			this.jobs.remove(pick(this.jobs));
		}
	}

	private void deliverStop() {
		if (!this.stops.isEmpty()) {
			Effect.StopAttempt stop = this.stops.remove(this.random.nextInt(this.stops.size()));
			SimulatedWorker worker = find(stop.worker());
			whenWorking(worker, () -> worker.stop(stop, this.now));
		}
	}

	private void join() {
		this.workers.add(new SimulatedWorker(new InstanceRef("w" + this.workers.size(), "1")));
	}

	private SimulatedWorker find(InstanceRef ref) {
		return this.workers.stream().filter((worker) -> worker.ref.equals(ref)).findFirst().orElseThrow();
	}

	private void dispatched(Effect.Dispatch dispatch) {
		this.jobs.add(new JobRecord(dispatch.taskRun()));
	}

	private void stopped(Effect.StopAttempt stop) {
		this.stops.add(stop);
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private <T> T pick(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private static void whenWorking(SimulatedWorker worker, Runnable action) {
		if (worker.works()) {
			action.run();
		}
	}

	private static final class JobRecord {

		private final TaskRun taskRun;

		private int deliveries;

		private JobRecord(TaskRun taskRun) {
			this.taskRun = taskRun;
		}

	}

}
