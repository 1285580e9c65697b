/** What `modsh top` shows when no file is named: two minutes in which references of most kinds come and go. */
export const EXAMPLE = `modprobe user2
insmod proto.ko linger_ms=20000
sleep 5
insmod chardev.ko
exec 3</dev/chardev0
sleep 5
for n in 1 2 3 4; do psock open; sleep 2; done
exec 4</dev/chardev0
sleep 5
rmmod -w proto
exec 4<&-
insmod netdev.ko
insmod devholder.ko
sleep 5
rmmod netdev &
sleep 15
rmmod devholder
wait
exec 3<&-
rmmod chardev
`;
