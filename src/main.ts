console.log("modsh");
