# A cluster that nobody enters without cluster.pem; here scheduler, workers and client are on one machine.
umask 077
python - <<'END'
from pathlib import Path
from distributed import Security
made = Security.temporary()
Path("cluster.pem").write_text(made.tls_ca_file + made.tls_client_key)
END
export DASK_CONFIG=$PWD/cluster.yaml

dask scheduler --host 127.0.0.1 --protocol tls --port 0 --no-dashboard --scheduler-file there.json & scheduler=$!
dask worker --scheduler-file there.json --host 127.0.0.1 --nworkers 2 --nthreads 1 --no-dashboard & workers=$!
trap 'kill $workers; wait $workers || true; kill $scheduler; wait $scheduler || true' EXIT
until [ -s there.json ]; do sleep 0.1; done
address=$(python -c 'import json, pathlib; print(json.loads(pathlib.Path("there.json").read_text())["address"])')

outcome() { python -c 'import json, sys; print(json.load(sys.stdin)["outcome_sha256"])'; }
here=$(mantlet run cs-1 --draws 4 --replications 500 --json --out here | outcome)
there=$(mantlet run cs-1 --draws 4 --replications 500 --json --out there --cluster "$address" | outcome)
[ "$here" = "$there" ] && echo "fought there as here, to the bit"

unset DASK_CONFIG
mantlet run cs-1 --cluster "$address" --out stranger || echo "without the certificate: exit code $?"
